import type { z } from 'zod';
import { ApiProblem, problemOf } from './problem.ts';

/**
 * What an address answers, taken from its schema by type alone: `Answer<typeof progress>`. The schemas themselves stay
 * out of the bundle (zod is a third of its allowance); both sides are compiled together, and the API's own tests hold
 * its answers to them.
 */
export type Answer<Schema extends z.ZodType> = z.output<Schema>;
/** What an address takes in its body. */
export type Body<Schema extends z.ZodType> = z.input<Schema>;

export type QueryValue = string | number | boolean | readonly string[] | null | undefined;

export interface CallOptions {
  /** Values of the `:names` in the path. */
  params?: Readonly<Record<string, string | number>>;
  /** Absent, null and empty values are left out. */
  query?: Readonly<Record<string, QueryValue>>;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
}

export interface SendOptions extends CallOptions {
  body?: unknown;
  /** One per intent: a press of a button that is repeated for want of an answer keeps its key. */
  idempotencyKey?: string;
  headers?: Readonly<Record<string, string>>;
}

const READ_TIMEOUT_MS = 15_000;
const SEND_TIMEOUT_MS = 30_000;

/** The address of a call below /v1, for links and downloads too. Throws when a `:name` has no value. */
export function addressOf(
  path: string,
  { params = {}, query = {} }: Pick<CallOptions, 'params' | 'query'> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  return `/v1${filled}${search.size === 0 ? '' : `?${search}`}`;
}

/** GET. Throws ApiProblem. */
export function get<T>(path: string, options: CallOptions = {}): Promise<T> {
  return call<T>({ method: 'GET', reads: true }, path, options, {}, READ_TIMEOUT_MS);
}

type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What was sent and is not answered yet, by what it asks for. */
const underWay = new Map<string, ReturnType<typeof sendNow>>();

/**
 * POST, PUT, PATCH or DELETE, always under an Idempotency-Key. The same asked for again before it is answered is one
 * press: a double click, a key that is held down. It gets the same answer. Throws ApiProblem.
 */
export function send<T>(method: Method, path: string, options: SendOptions = {}): Promise<T> {
  const { body, idempotencyKey = '', signal } = options;
  // Files are told apart by nobody, and who can break off may want to begin anew.
  if (isRaw(body) || signal !== undefined) return sendNow(method, path, options);
  const press = [method, addressOf(path, options), idempotencyKey, JSON.stringify(body)].join(' ');
  const sent = underWay.get(press) ?? sendNow(method, path, options).finally(() => underWay.delete(press));
  underWay.set(press, sent);
  return sent;
}

const isRaw = (body: unknown): body is Blob | FormData | string =>
  body instanceof Blob || body instanceof FormData || typeof body === 'string';

function sendNow(method: Method, path: string, options: SendOptions): Promise<ReturnType<typeof parsed>> {
  return call({ method, reads: false }, path, options, initOf(options), SEND_TIMEOUT_MS);
}

/** POST that answers a file and changes nothing. Throws ApiProblem. */
export const sendForFile = (path: string, options: SendOptions): Promise<Blob> =>
  answerOf({ method: 'POST', reads: true }, path, options, initOf(options), SEND_TIMEOUT_MS, (response) =>
    response.blob(),
  );

function initOf({ body, idempotencyKey = crypto.randomUUID(), headers }: SendOptions): RequestInit {
  return {
    headers: {
      'idempotency-key': idempotencyKey,
      ...(body === undefined || isRaw(body) ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
  };
}

/** Told when an answer says that there is no session, or no longer one. */
let sessionLost: () => void = () => {};
export const onSessionLost = (listener: () => void): void => {
  sessionLost = listener;
};

interface Kind {
  method: string;
  /** It changes nothing, whatever became of it. */
  reads: boolean;
}

async function call<T>(
  kind: Kind,
  path: string,
  options: CallOptions,
  init: RequestInit,
  timeoutMs: number,
): Promise<T> {
  const text = await answerOf(kind, path, options, init, timeoutMs, (response) => response.text());
  // The one place where an answer gets its type: see `Answer`.
  const answer: T = parsed(text);
  return answer;
}

/** What `read` takes of an answer that is no refusal. */
async function answerOf<Content>(
  { method, reads }: Kind,
  path: string,
  options: CallOptions,
  init: RequestInit,
  timeoutMs: number,
  read: (response: Response) => Promise<Content>,
): Promise<Content> {
  const late = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
  const signal = options.signal === undefined ? late : AbortSignal.any([options.signal, late]);
  const headers = { accept: 'application/json', ...init.headers };
  const isOffline = hasNoNetwork();
  let response: Response;
  let refusal: string;
  try {
    response = await fetch(addressOf(path, options), { ...init, method, headers, signal, credentials: 'same-origin' });
    if (response.ok) return await read(response);
    refusal = await response.text();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw noAnswer(reads, { late: late.aborted, isOffline }, error);
  }
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const problem = problemOf(response.status, parsed(refusal), requestId, Date.now());
  if (problem.code === 'session_missing' || problem.code === 'session_expired') sessionLost();
  throw problem;
}

// oxlint-disable-next-line typescript/no-explicit-any -- what JSON.parse gives; `call` says what it is.
function parsed(text: string): any {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node, where this is tried too, knows nothing of it. */
function hasNoNetwork(): boolean {
  const browser: unknown = Reflect.get(globalThis, 'navigator');
  return typeof browser === 'object' && browser !== null && 'onLine' in browser && browser.onLine === false;
}

interface Silence {
  late: boolean;
  /** There was no network before it was sent, so it never left. */
  isOffline: boolean;
}

function noAnswer(reads: boolean, { late, isOffline }: Silence, cause: unknown): ApiProblem {
  const neverLeft = isOffline && !late;
  const parts = {
    status: 0,
    code: late ? 'no_answer_in_time' : 'unreachable',
    detail: late
      ? 'Outdial did not answer in time.'
      : neverLeft
        ? 'This browser has no network.'
        : 'Outdial cannot be reached from this browser.',
    repair: repairOf(reads, neverLeft),
    atMs: Date.now(),
  };
  return new ApiProblem(parts, { cause });
}

function repairOf(reads: boolean, neverLeft: boolean): string {
  if (reads) return 'What is shown is as old as it says. Calls that are under way go on without this page.';
  return neverLeft
    ? 'Nothing was done. Try again when the network is back.'
    : 'It may have taken effect all the same: look before you repeat it. Repeating it here does not act twice.';
}
