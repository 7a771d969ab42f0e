import type { Readable } from 'node:stream';

/** The world around a command, so that tests can be that world. */
export interface Io {
  /** Results: the one place that a pipe reads. */
  out: (text: string) => void;
  /** Everything that is said meanwhile: progress, hints, errors. */
  err: (text: string) => void;
  /** Raw bytes of a result that is a file; resolves when they may be followed by more. */
  write: (bytes: Uint8Array) => Promise<void>;
  stdin: Readable;
  /** Colours and live lines go to a terminal only. */
  outIsTty: boolean;
  errIsTty: boolean;
  /** Questions are asked only when somebody sits there. */
  mayAsk: boolean;
  columns: number;
  /** Aborted by Ctrl-C. Who asks for it takes Ctrl-C over: until then it ends the process, as usual. */
  interrupted: () => AbortSignal;
  /** Waits, at most until the signal is aborted. */
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
}
