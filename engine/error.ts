/**
 * A request that cannot be carried out, for a reason that the asker can act on. `code` is stable and part of the
 * API; `message` names what and where; `repair` says what to do next.
 */
export class EngineError extends Error {
  override name = 'EngineError';
  readonly kind: EngineErrorKind;
  readonly code: string;
  readonly repair: string | undefined;
  readonly details: Record<string, unknown>;

  constructor(
    kind: EngineErrorKind,
    code: string,
    message: string,
    options: { repair?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.code = code;
    this.repair = options.repair;
    this.details = options.details ?? {};
  }
}

/** invalid: 422. not_found: 404. conflict: the state does not allow it, 409. unavailable: try later, 503. */
export type EngineErrorKind = 'invalid' | 'not_found' | 'conflict' | 'unavailable';
