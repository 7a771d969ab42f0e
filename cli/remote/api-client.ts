import { createHmac, randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { problem as problemSchema } from '../../api/schemas/common.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { parseJson } from '../parse/json.ts';
import type { Endpoint } from './endpoint.ts';

/** The reason with which a Ctrl-C aborts what is under way. */
export const INTERRUPTED = new CliError('interrupted', 'Interrupted.');

const NO_KEY = 'Set OUTDIAL_API_KEY, or give --key. A first key: outdial keys create --local';

/** Sixteen, so that each byte has its share; no vowels, so that no words come out. */
const LETTERS = 'bcdfghjkmnpqrstv';

/** A plain call answers in moments, or something is wrong. Uploads and exports have no limit. */
const CALL_TIMEOUT_MS = 30_000;

export interface CallOptions<Body extends z.ZodType = z.ZodType> {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  body?: z.input<Body>;
  signal?: AbortSignal;
  /** Of a call that has much to do; others answer in moments. */
  timeoutMs?: number;
}

export interface ApiClient {
  url: string;
  /** Throws CliError: the API's own problem, `api_unreachable`, or `answer_unreadable`. */
  call: <Body extends z.ZodType, Response extends z.ZodType>(
    endpoint: Endpoint<Body, Response>,
    options?: CallOptions<Body>,
  ) => Promise<z.output<Response>>;
  /** Sends a file as it is read, or a piece of one. */
  upload: <Response extends z.ZodType>(
    endpoint: Endpoint<z.ZodType, Response>,
    options: CallOptions & {
      content: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
      /** Of a stream, where it is known; a piece says it itself. */
      bytes?: number;
      headers?: Record<string, string>;
    },
  ) => Promise<z.output<Response>>;
  /** The bytes of an answer that is a file. */
  download: (path: string, options?: CallOptions) => Promise<AsyncIterable<Uint8Array>>;
  /**
   * Sixteen letters that are the same for the same text under the same API key. Without the key nobody can try out
   * which text it was: a plain hash of a phone number is found by hashing all numbers.
   */
  fingerprint: (text: string) => string;
}

export interface ApiClientOptions {
  url: string;
  key?: string | undefined;
  /** Of the caller's choice; without one each command has its own. */
  idempotencyKey?: string | undefined;
}

/** A client of Outdial's HTTP API. Nothing is sent twice: repeating is the caller's decision, under the same key. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const idempotencyKey = options.idempotencyKey ?? randomUUID();
  let creates = 0;
  // A command that creates several things numbers them: repeated, each finds its own answer again.
  const nextKey = (): string => (++creates === 1 ? idempotencyKey : `${idempotencyKey}:${creates}`);

  const request = async (
    method: string,
    path: string,
    { params = {}, query = {}, signal }: CallOptions,
    content: {
      headers?: Record<string, string>;
      body?: string | ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
      once?: boolean;
    },
  ): Promise<Response> => {
    const url = new URL(`${options.url}/v1${fill(path, params)}`);
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const each of [value].flat()) url.searchParams.append(name, String(each));
    }
    const headers = {
      accept: 'application/json, text/csv, application/problem+json',
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      ...(content.once ? { 'idempotency-key': nextKey() } : {}),
      ...content.headers,
    };
    const body = content.body === undefined ? {} : { body: content.body, duplex: 'half' as const };
    let response: Response;
    try {
      response = await fetch(url, { method, headers, redirect: 'manual', ...(signal ? { signal } : {}), ...body });
    } catch (error) {
      if (signal?.aborted && signal.reason === INTERRUPTED) throw INTERRUPTED;
      throw unreachable(options.url, error, content.once ? idempotencyKey : undefined);
    }
    if (response.ok) return response;
    throw await refusal(response);
  };

  const parsed = async <Shape extends z.ZodType>(response: Response, shape: Shape): Promise<z.output<Shape>> => {
    const text = await response.text().catch(() => '');
    const answer = shape.safeParse(parseJson(text));
    if (answer.success) return answer.data;
    throw new CliError('answer_unreadable', `The api at ${options.url} answered in a form that is not known here.`, {
      repair: 'Is it an Outdial api, and of this version? See: outdial doctor',
      cause: answer.error,
    });
  };

  return {
    url: options.url,
    call: async (endpoint, call = {}) => {
      const body = call.body === undefined ? {} : { body: JSON.stringify(call.body) };
      const headers = call.body === undefined ? {} : { headers: { 'content-type': 'application/json' } };
      const response = await request(
        endpoint.method,
        endpoint.path,
        {
          ...call,
          signal: AbortSignal.any([
            AbortSignal.timeout(call.timeoutMs ?? CALL_TIMEOUT_MS),
            ...(call.signal ? [call.signal] : []),
          ]),
        },
        { ...headers, ...body, once: endpoint.once === true },
      );
      return await parsed(response, endpoint.response);
    },
    upload: async (endpoint, { content, bytes, headers: given = {}, ...call }) => {
      const length: Record<string, string> = bytes === undefined ? {} : { 'content-length': String(bytes) };
      const headers = { 'content-type': 'text/csv', ...length, ...given };
      const once = endpoint.once === true;
      const response = await request(endpoint.method, endpoint.path, call, { headers, body: content, once });
      return await parsed(response, endpoint.response);
    },
    download: async (path, call = {}) => {
      const response = await request('GET', path, call, {});
      return response.body ?? new ReadableStream();
    },
    fingerprint: (text) => {
      const digest = createHmac('sha256', options.key ?? randomUUID())
        .update(text)
        .digest();
      // Letters only: what has digits in it may be taken for a number.
      return [...digest.subarray(0, 16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
    },
  };
}

function fill(path: string, params: Record<string, string | number>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
}

async function refusal(response: Response): Promise<CliError> {
  const text = await response.text().catch(() => '');
  const known = problemSchema.safeParse(parseJson(text));
  if (known.success) {
    const { code, detail } = known.data;
    // The API speaks of headers; whoever types commands has none.
    const repair = code === 'key_missing' ? NO_KEY : known.data.repair;
    return new CliError(code, detail, { problem: known.data, ...(repair === undefined ? {} : { repair }) });
  }
  return new CliError('answer_unreadable', `The api answered ${response.status}, not in the form of an Outdial api.`, {
    repair: 'Check the address (--api, OUTDIAL_API_URL) and what stands between here and there.',
  });
}

function unreachable(url: string, error: unknown, idempotencyKey: string | undefined): CliError {
  const late = error instanceof Error && error.name === 'TimeoutError';
  const reason = late ? 'did not answer in time' : `cannot be reached (${causeOf(error)})`;
  const repair =
    idempotencyKey === undefined
      ? 'Start it with "outdial up", or name another one with --api or OUTDIAL_API_URL.'
      : `It may have taken effect all the same: repeat the command with --idempotency-key ${idempotencyKey}`;
  return new CliError('api_unreachable', `The api at ${url} ${reason}.`, {
    exitCode: EXIT.missing,
    repair,
    cause: error,
  });
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.message : String(cause);
}
