import type { Query, QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveMessage } from './live-message.ts';
import { refresh } from './refresh.ts';

/**
 * What a message of the stream means for what is shown: a snapshot to put under a key, or a hint that keys are stale.
 * The newest snapshot of a key wins, so a burst is one paint.
 */
export interface CachePatch {
  snapshots: readonly { key: QueryKey; data: unknown }[];
  stale: readonly QueryKey[];
  /** Lists of which it was only said that there is something new, however often that is. */
  hinted: readonly Hint[];
  /** Too much was missed: everything is asked for anew. */
  reset: boolean;
}

export interface Hint {
  key: QueryKey;
  /** Only what stands under a key of so many parts: the thing itself, and not what was made of it. */
  parts?: number;
}

const HINTS: Readonly<Record<string, readonly Hint[]>> = {
  credits: [{ key: ['balances'] }, { key: ['ledger'] }],
  suppressions: [{ key: ['suppressions'] }, { key: ['consents'] }],
  // Findings and pictures of a list are of one version of it.
  imports: [{ key: ['imports'] }, { key: ['import'], parts: 2 }],
  reviews: [{ key: ['reviews'] }],
};

const idOf = (data: unknown, name: string): string | undefined => {
  if (typeof data !== 'object' || data === null) return undefined;
  const found: unknown = Object.entries(data).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : undefined;
};

/** Pure: messages of up to a quarter of a second to one patch. */
export function patchOf(messages: readonly LiveMessage[]): CachePatch {
  const snapshots = new Map<string, { key: QueryKey; data: unknown }>();
  const stale = new Map<string, QueryKey>();
  const hinted = new Map<string, Hint>();
  let reset = false;
  const put = (key: QueryKey, data: unknown): void => void snapshots.set(JSON.stringify(key), { key, data });
  const outdate = (key: QueryKey): void => void stale.set(JSON.stringify(key), key);
  for (const { name, data } of messages) {
    if (name === 'reset') reset = true;
    // Whoever looks may no longer do so: the session says it, and leads to the login.
    if (name === 'ended') outdate(['session']);
    // What the page shows is not there (any more): asked for anew, it says so itself.
    if (name === 'unknown') for (const key of goneBy(idOf(data, 'topic') ?? '')) outdate(key);
    if (name === 'system') put(['system'], data);
    if (name === 'campaigns') put(['campaigns', 'live'], data);
    if (name === 'failures') {
      put(['failures', 'totals'], data);
      outdate(['failures', 'groups']);
    }
    for (const hint of HINTS[name] ?? []) hinted.set(JSON.stringify(hint.key), hint);
    if (name === 'reminders') outdate(['reminders']);
    const testId = idOf(data, 'testId');
    if (name === 'test' && testId !== undefined) outdate(['test', testId]);
    const campaignId = idOf(data, 'campaignId');
    if (name === 'campaign' && campaignId !== undefined) put(['campaign', campaignId, 'progress'], data);
    const retryId = idOf(data, 'id');
    if (name === 'retry' && retryId !== undefined) put(['retry', retryId], data);
    if (name === 'event') for (const key of staleBy(idOf(data, 'kind') ?? '')) outdate(key);
  }
  return { snapshots: [...snapshots.values()], stale: [...stale.values()], hinted: [...hinted.values()], reset };
}

/** What a topic keeps fresh that is of one thing. */
function goneBy(topic: string): QueryKey[] {
  const [kind, id = ''] = topic.split(':');
  if (kind === 'campaign' || kind === 'retry' || kind === 'test') return [[kind, id]];
  return kind === 'reminders' ? [['reminders']] : [];
}

/** Which lists an event of this kind makes old. */
function staleBy(kind: string): QueryKey[] {
  const [area = ''] = kind.split('.');
  const keys: Record<string, QueryKey[]> = {
    campaign: [['campaigns', 'list'], ['campaign']],
    retry: [['retries', 'list']],
    import: [['imports'], ['import']],
    contact: [['contacts']],
    credits: [['balances'], ['ledger']],
    account: [['accounts'], ['balances']],
    appointment: [['reminders']],
    suppression: [['suppressions']],
    review: [['reviews']],
  };
  return keys[area] ?? [];
}

/** Applies a patch. Lists are marked old, and fetched anew only where they are on a page. */
export function applyPatch(client: QueryClient, patch: CachePatch): void {
  if (patch.reset) void client.invalidateQueries();
  for (const { key, data } of patch.snapshots) client.setQueryData(key, data);
  for (const key of patch.stale) refresh(client, key);
  for (const { key, parts } of patch.hinted) {
    const isMeant = (query: Query): boolean => parts === undefined || query.queryKey.length === parts;
    void client.invalidateQueries({ queryKey: key, refetchType: 'none', predicate: isMeant });
    // Who reads on keeps what is read: each hint would fetch all of it anew.
    refresh(client, key, (query) => isMeant(query) && pagesOf(query.state.data) <= 1);
  }
}

const pagesOf = (data: unknown): number =>
  typeof data === 'object' && data !== null && 'pages' in data && Array.isArray(data.pages) ? data.pages.length : 1;
