import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ListReaderPort, OpenListReader } from '../engine/importing/checking/open-list-reader.ts';
import type { ThreadAnswer, ThreadRequest } from './list-reader-messages.ts';

/** Sources go through tsx, built code by itself. */
const ENTRY = new URL(
  extname(import.meta.url) === '.ts' ? './list-reader-sources.mjs' : './list-reader-thread.js',
  import.meta.url,
);
/** A thread's whole heap; what it holds of a list is one chunk and 16 MB of seen numbers. */
const MAX_HEAP_MB = 96;
const YOUNG_MB = 8;

type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never;
type Unsent = WithoutId<ThreadRequest>;

interface Thread {
  ask: (request: Unsent, transfer?: ArrayBuffer[]) => Promise<ThreadAnswer>;
  end: () => Promise<void>;
}

/**
 * Readers in threads of their own, so that a million rows are parsed and checked while this thread dials. A thread
 * that is done is kept for the next list: starting one costs half a second.
 */
export function threadedListReader(): { open: OpenListReader; close: () => Promise<void> } {
  const idle: Thread[] = [];
  const all = new Set<Thread>();
  const take = (): Thread => {
    const known = idle.pop();
    if (known) return known;
    const thread = startThread(() => {
      all.delete(thread);
      const at = idle.indexOf(thread);
      if (at >= 0) idle.splice(at, 1);
    });
    all.add(thread);
    return thread;
  };
  return {
    open: async (job): Promise<ListReaderPort> => {
      const thread = take();
      try {
        await thread.ask({ kind: 'open', job });
      } catch (error) {
        // Nobody has it, and nobody would close it: each try would leave another one behind.
        void thread.end();
        throw error;
      }
      return {
        meet: async (phones) => void (await thread.ask({ kind: 'meet', phones }, [phones.buffer])),
        push: async (bytes) =>
          (await thread.ask({ kind: 'push', bytes }, bytes === null ? [] : [bytes.buffer])).chunks ?? [],
        checkAgain: async (rows) => (await thread.ask({ kind: 'checkAgain', rows })).checked ?? { rows: [], notes: [] },
        close: () => {
          void thread.ask({ kind: 'close' }).then(
            () => {
              if (idle.length === 0) idle.push(thread);
              else void thread.end();
            },
            () => {},
          );
        },
      };
    },
    close: async () => void (await Promise.all([...all].map((thread) => thread.end()))),
  };
}

function startThread(onEnd: () => void): Thread {
  const worker = new Worker(ENTRY, {
    // What the process was started with is not the thread's: a loader does not work there, a heap limit is its own.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  const waiting = new Map<number, { resolve: (answer: ThreadAnswer) => void; reject: (error: Error) => void }>();
  let lastId = 0;
  let dead: Error | undefined;
  const fail = (error: Error): void => {
    dead = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onEnd();
  };
  worker.on('message', (answer: ThreadAnswer) => {
    const caller = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) caller?.resolve(answer);
    else caller?.reject(new Error(`the reading thread failed: ${answer.error}`));
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the reading thread ended')));
  return {
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (dead) return reject(dead);
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...request, id }, transfer);
      }),
    end: async () => void (await worker.terminate()),
  };
}
