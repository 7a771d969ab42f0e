import { Pool } from 'undici';

export interface Delivery {
  url: string;
  headers: Record<string, string>;
  body: string;
}

export interface WebhookCounts {
  sent: number;
  delivered: number;
  /** Answered with something other than 2xx. */
  refused: number;
  /** No answer: connection failed, or the time-out passed. */
  failed: number;
  /** Given up because too many were waiting. */
  dropped: number;
}

export interface WebhookSender {
  send: (delivery: Delivery) => void;
  pending: () => number;
  counts: () => WebhookCounts;
  resetCounts: () => void;
  stop: () => Promise<void>;
}

const CONNECTIONS_PER_ORIGIN = 64;
const MAX_PENDING = 200_000;
/** AgentNumber gives a receiver 10 s and tries once; Cartesia's rule is not public, so it gets the same. */
const TIMEOUT_MS = 10_000;

/** Sends each webhook once. A receiver that is down costs a count, and never holds up the server. */
export const createWebhookSender = (): WebhookSender => {
  const pools = new Map<string, Pool>();
  let counts: WebhookCounts = { sent: 0, delivered: 0, refused: 0, failed: 0, dropped: 0 };
  let pending = 0;

  const poolOf = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (pool === undefined) {
      pool = new Pool(origin, {
        connections: CONNECTIONS_PER_ORIGIN,
        pipelining: 1,
        connectTimeout: TIMEOUT_MS,
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
      });
      pools.set(origin, pool);
    }
    return pool;
  };

  return {
    send: ({ url, headers, body }) => {
      if (pending >= MAX_PENDING) {
        counts.dropped += 1;
        return;
      }
      const target = new URL(url);
      pending += 1;
      counts.sent += 1;
      let status = 0;
      poolOf(target.origin).dispatch(
        { method: 'POST', path: target.pathname + target.search, headers, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
          },
          onResponseData: () => undefined,
          onResponseEnd: () => {
            pending -= 1;
            if (status >= 200 && status < 300) counts.delivered += 1;
            else counts.refused += 1;
          },
          onResponseError: () => {
            pending -= 1;
            counts.failed += 1;
          },
        },
      );
    },
    pending: () => pending,
    counts: () => ({ ...counts }),
    resetCounts: () => {
      counts = { sent: 0, delivered: 0, refused: 0, failed: 0, dropped: 0 };
    },
    stop: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
};
