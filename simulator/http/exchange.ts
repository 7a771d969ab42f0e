import type { IncomingHttpHeaders } from 'node:http';

/** One request, read to its end. */
export interface Exchange {
  method: string;
  /** Without the provider's root, split at slashes. */
  path: string[];
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON; undefined when there was none or it cannot be read. */
  body: unknown;
  receivedAtMs: number;
  bodyAtMs: number;
}

/** Ways of not answering properly, for faults. */
export type Manner = 'plain' | 'hold' | 'cut' | 'slow';

export interface Reply {
  status: number;
  body: string | Buffer;
  contentType: string;
  manner: Manner;
}

export const JSON_TYPE = 'application/json';

export const json = (status: number, value: unknown): Reply => ({
  status,
  body: JSON.stringify(value),
  contentType: JSON_TYPE,
  manner: 'plain',
});

export const text = (status: number, body: string, contentType = 'text/plain'): Reply => ({
  status,
  body,
  contentType,
  manner: 'plain',
});

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A whole number of a query string within bounds; the fallback when absent, null when it cannot be. */
export const wholeNumber = (
  query: URLSearchParams,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number | null => {
  const given = query.get(name);
  if (given === null || given === '') return fallback;
  const value = Number(given);
  return Number.isInteger(value) && value >= min && value <= max ? value : null;
};
