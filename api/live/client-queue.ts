/** Where a stream's bytes go: a response that may be slow to take them. */
export interface Sink {
  /** False = it is full; `drained` is called when it has room again. */
  write: (text: string) => boolean;
  /** Bytes that were written and have not left. */
  bufferedBytes: () => number;
  /** Writes the last words and hangs up, whether they arrive or not. */
  end: (text: string) => void;
}

export interface ClientQueue {
  /** Takes what must arrive in its order. Only while `isOpen`. */
  send: (text: string) => void;
  /** Takes a picture of the present: one that waits under the same key is replaced, since nobody wants the older one. */
  show: (key: string, text: string) => void;
  /** Whether anything that is sent now leaves at once. */
  isOpen: () => boolean;
  drained: () => void;
  close: () => void;
}

/** A client that takes nothing for this long has gone to sleep, or reads slower than we write. */
const STUCK_AFTER_MS = 5_000;
/** More than this in memory for one client is too much. */
const MOST_BYTES = 256 * 1024;
const SLOW = 'event: slow\ndata: {}\n\n';

/**
 * The memory of one stream, which never grows: pictures replace each other while the client does not read, and one
 * that reads too slowly is told so and let go. It polls then, which costs us nothing between two questions.
 */
export function createClientQueue(sink: Sink, onSlow: () => void): ClientQueue {
  const waiting = new Map<string, string>();
  let stuck: NodeJS.Timeout | undefined;
  let isClosed = false;
  let inOrder = 0;

  const close = (): void => {
    isClosed = true;
    clearTimeout(stuck);
    waiting.clear();
  };
  const letGo = (): void => {
    if (isClosed) return;
    close();
    sink.end(SLOW);
    onSlow();
  };
  const write = (text: string): void => {
    if (!sink.write(text)) stuck ??= setTimeout(letGo, STUCK_AFTER_MS);
    if (sink.bufferedBytes() + bytesOf(waiting) > MOST_BYTES) letGo();
  };
  const put = (key: string, text: string): void => {
    if (isClosed) return;
    if (stuck === undefined) return write(text);
    waiting.set(key, text);
    if (sink.bufferedBytes() + bytesOf(waiting) > MOST_BYTES) letGo();
  };

  return {
    send: (text) => put(`#${inOrder++}`, text),
    show: put,
    isOpen: () => !isClosed && stuck === undefined,
    drained: () => {
      if (isClosed) return;
      clearTimeout(stuck);
      stuck = undefined;
      for (const [key, text] of waiting) {
        waiting.delete(key);
        write(text);
        // Full again: the rest waits on.
        if (isClosed || stuck !== undefined) return;
      }
    },
    close,
  };
}

function bytesOf(waiting: ReadonlyMap<string, string>): number {
  let bytes = 0;
  for (const text of waiting.values()) bytes += Buffer.byteLength(text);
  return bytes;
}
