import { Agent } from 'undici';
import type { ProviderLog } from '../log.ts';

/** Bounds of every exchange with one provider. Tests shorten them; production uses the defaults. */
export interface HttpLimits {
  connectTimeoutMs: number;
  /** A create that has no socket by then is given up unsent: its deadline is 1 s. */
  startTimeoutMs: number;
  /** From the first byte of a create to the last byte of its answer. */
  answerTimeoutMs: number;
  readTimeoutMs: number;
  readTries: number;
  /** Longest wait before the second try of a read; doubles with each try. */
  backoffMs: number;
  maxAnswerBytes: number;
  maxReadBytes: number;
  connections: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  connectTimeoutMs: 800,
  startTimeoutMs: 2_000,
  answerTimeoutMs: 10_000,
  readTimeoutMs: 10_000,
  readTries: 3,
  backoffMs: 300,
  maxAnswerBytes: 1_000_000,
  maxReadBytes: 8_000_000,
  connections: 128,
};

/** One account's way to its provider: sockets, fixed headers, limits. */
export interface Http {
  readonly agent: Agent;
  readonly origin: string;
  readonly basePath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: HttpLimits;
  readonly log: ProviderLog | undefined;
  /** For logs. */
  readonly name: string;
}

export interface HttpOptions {
  name: string;
  baseUrl: string;
  headers: Record<string, string>;
  limits?: Partial<HttpLimits>;
  log?: ProviderLog | undefined;
}

/**
 * Opens the sockets of one account. A plain Agent of our own: no environment proxy, no redirects, no retry, no
 * HTTP/2, and one request at a time on a socket, because the once-only law rests on knowing what left on which socket.
 */
export const openHttp = (options: HttpOptions): Http => {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const url = new URL(options.baseUrl);
  return {
    agent: new Agent({
      pipelining: 1,
      allowH2: false,
      connections: limits.connections,
      connect: { timeout: limits.connectTimeoutMs, rejectUnauthorized: true },
      // Shorter than common server idle times, so that a create seldom meets a socket that is just being closed.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 30_000,
      headersTimeout: limits.answerTimeoutMs + 1_000,
      bodyTimeout: limits.answerTimeoutMs + 1_000,
    }),
    origin: url.origin,
    basePath: url.pathname.replace(/\/+$/, ''),
    headers: { accept: 'application/json', 'user-agent': 'outdial', ...options.headers },
    limits,
    log: options.log,
    name: options.name,
  };
};

/** Path and query of a request, below the account's base address. Undefined values are left out. */
export const targetOf = (http: Http, path: string, query: Record<string, string | number | undefined> = {}): string => {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  const text = search.toString();
  return `${http.basePath}${path}${text === '' ? '' : `?${text}`}`;
};
