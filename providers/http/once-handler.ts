import type { Dispatcher } from 'undici';
import { describeError } from '../redact.ts';

/** What one request that must not be repeated came to. `broken`: it began, and how it ended is not known. */
export type OnceAnswer =
  | { kind: 'answered'; status: number; body: Buffer; startedAtMs: number }
  | { kind: 'not_sent'; message: string }
  | { kind: 'broken'; message: string; startedAtMs: number };

export interface OnceLimits {
  startTimeoutMs: number;
  answerTimeoutMs: number;
  maxAnswerBytes: number;
}

/**
 * Follows one request through undici and knows, at each moment, whether a byte of it may have left. undici calls
 * `onRequestStart` on a connected socket right before it writes the head, and an abort in there writes nothing.
 */
export class OnceHandler implements Dispatcher.DispatchHandler {
  readonly #mayStart: () => boolean;
  readonly #limits: OnceLimits;
  readonly #settle: (answer: OnceAnswer) => void;
  #timer: NodeJS.Timeout;
  #startedAtMs: number | undefined;
  #settled = false;
  #status = 0;
  #bytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(mayStart: () => boolean, limits: OnceLimits, settle: (answer: OnceAnswer) => void) {
    this.#mayStart = mayStart;
    this.#limits = limits;
    this.#settle = settle;
    this.#timer = setTimeout(() => this.fail('no free socket in time'), limits.startTimeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a socket, or started before: whatever the reason, it does not leave (again).
    if (this.#settled || this.#startedAtMs !== undefined) {
      this.fail('the request was about to be sent a second time');
      controller.abort(new Error('not sent'));
      return;
    }
    if (!this.#asked()) {
      this.fail('its deadline had passed');
      controller.abort(new Error('not sent'));
      return;
    }
    this.#startedAtMs = Date.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.fail(`no whole answer within ${this.#limits.answerTimeoutMs} ms`);
      controller.abort(new Error('answer too late'));
    }, this.#limits.answerTimeoutMs);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxAnswerBytes) {
      this.fail(`answer of status ${this.#status} longer than ${this.#limits.maxAnswerBytes} bytes`);
      controller.abort(new Error('answer too long'));
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const startedAtMs = this.#startedAtMs;
    if (startedAtMs === undefined) return this.fail('answered before it was sent');
    this.#end({
      kind: 'answered',
      status: this.#status,
      body: Buffer.concat(this.#chunks),
      startedAtMs,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(describeError(error));
  }

  /** Ends it without an answer: unsent when nothing had begun, broken otherwise. */
  fail(message: string): void {
    const startedAtMs = this.#startedAtMs;
    this.#end(startedAtMs === undefined ? { kind: 'not_sent', message } : { kind: 'broken', message, startedAtMs });
  }

  #asked(): boolean {
    try {
      return this.#mayStart();
    } catch {
      return false;
    }
  }

  #end(answer: OnceAnswer): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#settle(answer);
  }
}
