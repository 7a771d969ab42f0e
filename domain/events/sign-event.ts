import { createHmac } from 'node:crypto';

/** Secrets of Standard Webhooks: this, then the key in base64. */
export const SECRET_PREFIX = 'whsec_';

/**
 * Headers that prove where a request comes from and when it was sent, as Standard Webhooks 1.0 writes them: HMAC-SHA256
 * over id, seconds and the exact bytes of the body. Each secret makes a signature, so that a receiver can change over.
 * `id` is the same in every try, `sentAtSeconds` is of this one.
 */
export function signEvent(input: { id: string; sentAtSeconds: number; body: string; secrets: readonly string[] }): {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
} {
  const { id, sentAtSeconds, body, secrets } = input;
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${sentAtSeconds}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(sentAtSeconds),
    'webhook-signature': signatures.join(' '),
  };
}
