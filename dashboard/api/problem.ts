/** What the API says when it refuses (RFC 9457), or what stands for it when there was no answer at all. */
export interface ProblemParts {
  /** 0 = no answer: the network, a time-out, a body that is not ours. */
  status: number;
  code: string;
  detail: string;
  repair?: string | undefined;
  requestId?: string | undefined;
  errors?: readonly { pointer: string; message: string }[] | undefined;
  /** Every other member of the answer, `retryAfterSeconds` for one. */
  details?: Readonly<Record<string, unknown>> | undefined;
  atMs: number;
}

export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly parts: ProblemParts;

  constructor(parts: ProblemParts, options?: { cause?: unknown }) {
    super(parts.detail, options);
    this.parts = parts;
  }

  get status(): number {
    return this.parts.status;
  }
  get code(): string {
    return this.parts.code;
  }
  /** Worth another try by itself: no answer, too fast, or a server that is only busy. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 503;
  }
}

export const toProblem = (error: unknown): ApiProblem =>
  error instanceof ApiProblem
    ? error
    : new ApiProblem(
        {
          status: 0,
          code: 'page_failed',
          detail: error instanceof Error ? error.message : String(error),
          repair: 'Reload the page. If it stays, it is a fault of the dashboard.',
          atMs: Date.now(),
        },
        { cause: error },
      );

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const OWN = new Set(['type', 'title', 'status', 'code', 'detail', 'repair', 'requestId', 'errors']);

/** Reads a problem+json body; anything else becomes `answer_unreadable` with the status it came with. */
export function problemOf(status: number, body: unknown, requestId: string | undefined, atMs: number): ApiProblem {
  if (isRecord(body) && 'code' in body && 'detail' in body) {
    return new ApiProblem({
      status,
      code: textOf(body['code']) ?? 'unknown',
      detail: textOf(body['detail']) ?? 'No reason was given.',
      repair: textOf(body['repair']),
      requestId: textOf(body['requestId']) ?? requestId,
      errors: errorsOf(body['errors']),
      details: Object.fromEntries(Object.entries(body).filter(([name]) => !OWN.has(name))),
      atMs,
    });
  }
  return new ApiProblem({
    status,
    code: 'answer_unreadable',
    detail: `The answer (${status}) is not one of Outdial's.`,
    repair: 'Something between this browser and Outdial answered in its place: a proxy, or a portal of the network.',
    requestId,
    atMs,
  });
}

function errorsOf(value: unknown): { pointer: string; message: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) =>
    isRecord(item) ? [{ pointer: String(item['pointer']), message: String(item['message']) }] : [],
  );
}
