import { useCallback, useEffect, useRef, useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { toast, UNDO_MS } from '../../components/toast-store.ts';

interface Waiting {
  timer: ReturnType<typeof setTimeout>;
  run: () => Promise<void>;
}

interface Deferred {
  /** Decided, and not to be shown any more. */
  isHidden: (key: string) => boolean;
  /** Sends the decision once the time for taking it back is over, or as soon as the page is left. */
  decide: (keys: readonly string[], words: string, send: () => Promise<unknown>) => void;
}

/**
 * Decisions that cannot be taken back once they are made are made a moment later, so that a slip of a key can. If the
 * browser dies in that moment nothing was decided, and the item is still in its queue.
 */
export function useDeferred(refresh: () => void): Deferred {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set());
  const waiting = useRef(new Map<number, Waiting>());
  const nextId = useRef(1);
  const show = useCallback((keys: readonly string[]): void => {
    setHidden((now) => new Set([...now].filter((key) => !keys.includes(key))));
  }, []);
  useEffect(() => {
    const all = waiting.current;
    const flush = (): void => {
      for (const { timer, run } of all.values()) {
        clearTimeout(timer);
        void run();
      }
    };
    addEventListener('pagehide', flush);
    return () => {
      removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  const decide: Deferred['decide'] = (keys, words, send) => {
    const id = nextId.current++;
    setHidden((now) => new Set([...now, ...keys]));
    const run = async (): Promise<void> => {
      waiting.current.delete(id);
      try {
        await send();
      } catch (error) {
        const { parts } = toProblem(error);
        toast({ tone: 'danger', title: `Not decided: ${parts.detail}`, detail: parts.repair });
        show(keys);
      }
      refresh();
    };
    waiting.current.set(id, { timer: setTimeout(() => void run(), UNDO_MS), run });
    toast({
      title: words,
      undo: () => {
        const one = waiting.current.get(id);
        if (one === undefined) return;
        clearTimeout(one.timer);
        waiting.current.delete(id);
        show(keys);
      },
    });
  };
  return { isHidden: (key) => hidden.has(key), decide };
}
