import { randomUUID } from 'node:crypto';

/** The api said no, or something else answered. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal';
}

export interface ApiClient {
  get: <Answer>(path: string) => Promise<Answer>;
  /** Sent with an Idempotency-Key of its own. */
  post: <Answer>(path: string, body?: object) => Promise<Answer>;
  put: <Answer>(path: string, body: object) => Promise<Answer>;
  patch: <Answer>(path: string, body: object) => Promise<Answer>;
  remove: <Answer>(path: string) => Promise<Answer>;
  upload: <Answer>(path: string, csv: string) => Promise<Answer>;
  text: (path: string) => Promise<string>;
}

const ANSWER_WITHIN_MS = 15_000;

interface Init {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
}

/** What a user's own program would do: HTTP with a key. Throws ApiRefusal with the problem's own words. */
export function createApiClient(apiUrl: string, key: string): ApiClient {
  const ask = async (path: string, init: Init): Promise<string> => {
    const response = await fetch(`${apiUrl}/v1${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, ...init.headers },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new ApiRefusal(`${init.method ?? 'GET'} ${path} was answered ${response.status}: ${text}`);
    return text;
  };
  const read = async <Answer>(path: string, init: Init = {}): Promise<Answer> => {
    const answer: Answer = JSON.parse(await ask(path, init));
    return answer;
  };
  const once = (type: string) => ({ 'content-type': type, 'idempotency-key': randomUUID() });
  return {
    get: (path) => read(path),
    post: (path, body) =>
      read(path, {
        method: 'POST',
        ...(body === undefined
          ? { headers: { 'idempotency-key': randomUUID() } }
          : { headers: once('application/json'), body: JSON.stringify(body) }),
      }),
    put: (path, body) => read(path, { method: 'PUT', headers: once('application/json'), body: JSON.stringify(body) }),
    patch: (path, body) =>
      read(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    remove: (path) => read(path, { method: 'DELETE' }),
    upload: (path, csv) => read(path, { method: 'POST', headers: once('text/csv'), body: csv }),
    text: (path) => ask(path, {}),
  };
}
