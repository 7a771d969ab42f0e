export interface Answer<Body> {
  status: number;
  body: Body;
  headers: Headers;
}

export interface Problem {
  code: string;
  detail: string;
  status: number;
  repair?: string;
}

interface AskOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  json?: unknown;
  /** Sent as it is, with its content type. */
  raw?: { type: string; body: string | Buffer };
  headers?: Record<string, string>;
}

/** Somebody with a key, or without one, and an HTTP client: all that the trials of this folder have. */
export interface User {
  /** Any answer. */
  ask: <Body>(path: string, options?: AskOptions) => Promise<Answer<Body>>;
  /** A good answer's body; anything else fails the test with the problem's own words. */
  get: <Body>(path: string) => Promise<Body>;
  post: <Body>(path: string, json?: unknown, headers?: Record<string, string>) => Promise<Body>;
  patch: <Body>(path: string, json: unknown) => Promise<Body>;
  /** The whole text of a download. */
  text: (path: string) => Promise<string>;
  /** Every item of all pages. */
  all: <Item>(path: string) => Promise<Item[]>;
}

const ANSWER_WITHIN_MS = 20_000;

export function createUser(apiUrl: string, key?: string): User {
  const send = async (path: string, options: AskOptions): Promise<Response> => {
    const content =
      options.raw ??
      (options.json === undefined ? undefined : { type: 'application/json', body: JSON.stringify(options.json) });
    return await fetch(`${apiUrl}${path}`, {
      method: options.method ?? (content === undefined ? 'GET' : 'POST'),
      headers: {
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
        ...(content === undefined ? {} : { 'content-type': content.type }),
        ...options.headers,
      },
      ...(content === undefined ? {} : { body: content.body }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  };
  const ask = async <Body>(path: string, options: AskOptions = {}): Promise<Answer<Body>> => {
    const response = await send(path, options);
    const body: Body = JSON.parse(await response.text());
    return { status: response.status, body, headers: response.headers };
  };
  const good = async <Body>(path: string, options: AskOptions): Promise<Body> => {
    const { status, body } = await ask<Body>(path, options);
    if (status < 300) return body;
    throw new Error(`${options.method ?? 'GET'} ${path} was answered ${status}: ${JSON.stringify(body)}`);
  };
  return {
    ask,
    get: (path) => good(path, {}),
    post: (path, json, headers = {}) =>
      good(path, { method: 'POST', ...(json === undefined ? {} : { json }), headers }),
    patch: (path, json) => good(path, { method: 'PATCH', json }),
    text: async (path) => {
      const response = await send(path, {});
      if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
      return await response.text();
    },
    all: async <Item>(path: string) => {
      const found: Item[] = [];
      for (let cursor: string | null = null; ;) {
        const next: string = `${path}${path.includes('?') ? '&' : '?'}limit=500${cursor === null ? '' : `&cursor=${cursor}`}`;
        const page: { items: Item[]; nextCursor: string | null } = await good(next, {});
        found.push(...page.items);
        if (page.nextCursor === null) return found;
        cursor = page.nextCursor;
      }
    },
  };
}

/** Asks until the answer is right; fails with the last one after `seconds`. */
export async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean, seconds = 30): Promise<T> {
  for (const giveUpAtMs = performance.now() + seconds * 1_000; ;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (performance.now() > giveUpAtMs) throw new Error(`after ${seconds} s still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
