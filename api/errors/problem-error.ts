/** A refusal by the api itself: malformed, unauthenticated, too fast. The engine has errors of its own. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly repair: string | undefined;
  readonly details: Record<string, unknown>;

  constructor(
    status: number,
    code: string,
    message: string,
    options: { repair?: string; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.repair = options.repair;
    this.details = options.details ?? {};
  }
}
