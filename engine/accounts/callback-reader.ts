import type { EngineDeps } from '../deps.ts';
import type { IncomingWebhook, ParsedWebhook, Telephony } from '../ports.ts';
import type { Provider } from './provider-defaults.ts';
import { webhookSecrets } from './webhook-secrets.ts';

export interface Callback {
  accountId: string;
  provider: Provider;
  incoming: IncomingWebhook;
}

/** Undefined = there is no such account at that provider. */
export type ReadCallback = (callback: Callback) => Promise<ParsedWebhook | undefined>;

interface Known {
  secrets: string[];
  telephony: Telephony;
  readAtMs: number;
}

/** Thousands of callbacks a second must not each read the account; a forged one looks again, so no rotation is missed. */
const FRESH_MS = 5_000;

/** Verifies and reads callbacks. Keeps each account's secrets open in memory for a few seconds. */
export function createCallbackReader(deps: Pick<EngineDeps, 'db' | 'secrets' | 'telephonyFor'>): ReadCallback {
  const kept = new Map<string, Known>();

  const look = async (callback: Callback): Promise<Known | undefined> => {
    const secrets = await webhookSecrets(deps, callback);
    if (!secrets) return undefined;
    const known = { secrets, telephony: await deps.telephonyFor(callback.accountId), readAtMs: performance.now() };
    kept.set(`${callback.provider}:${callback.accountId}`, known);
    return known;
  };

  return async (callback) => {
    const known = kept.get(`${callback.provider}:${callback.accountId}`);
    if (known && performance.now() - known.readAtMs < FRESH_MS) {
      const parsed = known.telephony.parseWebhook(callback.incoming, known.secrets);
      if (parsed.ok || parsed.reason !== 'forged') return parsed;
    }
    const fresh = await look(callback);
    return fresh?.telephony.parseWebhook(callback.incoming, fresh.secrets);
  };
}
