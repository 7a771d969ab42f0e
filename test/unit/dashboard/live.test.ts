import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begun,
  nextLiveState,
  POLL_AFTER_MS,
  type LiveHappening,
  type LiveState,
} from '../../../dashboard/live/live-state.ts';
import { InfiniteQueryObserver, QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query';
import { applyPatch, patchOf } from '../../../dashboard/live/patch-cache.ts';

const HEARTBEAT_MS = 5_000;
const happening = (kind: LiveHappening['kind'], atMs: number): LiveHappening =>
  kind === 'ticked' ? { kind, atMs, heartbeatMs: HEARTBEAT_MS } : { kind, atMs };
const after = (...happenings: [LiveHappening['kind'], number][]): LiveState =>
  happenings.reduce((state, [kind, atMs]) => nextLiveState(state, happening(kind, atMs)), begun(0));

describe('how fresh the page is', () => {
  it('is live from the first sign of the stream', () => {
    expect(after(['opened', 100], ['heard', 900])).toEqual({ kind: 'live', sinceMs: 100, dataAtMs: 900 });
  });
  it('reconnects with the time of its last data when the stream is lost', () => {
    expect(after(['opened', 100], ['heard', 900], ['lost', 1_500], ['lost', 2_000])).toEqual({
      kind: 'reconnecting',
      sinceMs: 1_500,
      dataAtMs: 900,
    });
  });
  it('polls after 30 s without a stream, also when there never was one', () => {
    expect(after(['opened', 0], ['lost', 1_000], ['ticked', 1_000 + POLL_AFTER_MS - 1]).kind).toBe('reconnecting');
    expect(after(['opened', 0], ['lost', 1_000], ['ticked', 1_000 + POLL_AFTER_MS]).kind).toBe('polling');
    expect(after(['ticked', POLL_AFTER_MS]).kind).toBe('polling');
  });
  it('is lost when it misses two heartbeats, with the time of what it last heard, and polls 30 s later', () => {
    const silent = (waitMs: number): LiveState => after(['opened', 100], ['heard', 1_000], ['ticked', 1_000 + waitMs]);
    expect(silent(2 * HEARTBEAT_MS).kind).toBe('live');
    const lost = silent(3 * HEARTBEAT_MS);
    expect(lost).toEqual({ kind: 'reconnecting', sinceMs: 16_000, dataAtMs: 1_000 });
    expect(nextLiveState(lost, happening('ticked', 16_000 + POLL_AFTER_MS))).toMatchObject({
      kind: 'polling',
      dataAtMs: 1_000,
    });
    expect(nextLiveState(lost, happening('heard', 20_000)).kind).toBe('live');
  });
  it('stays live on heartbeats alone, however long nothing changes', () => {
    let state = after(['opened', 0]);
    for (let atMs = 1_000; atMs < 600_000; atMs += 1_000) {
      if (atMs % HEARTBEAT_MS === 0) state = nextLiveState(state, happening('heard', atMs));
      state = nextLiveState(state, happening('ticked', atMs));
    }
    expect(state).toEqual({ kind: 'live', sinceMs: 0, dataAtMs: 595_000 });
  });
  it('keeps polling while the stream fails again, says when it last heard, and is live when it is back', () => {
    const polling = after(['slow', 100], ['polled', 5_100], ['lost', 60_000]);
    expect(polling).toEqual({ kind: 'polling', sinceMs: 100, dataAtMs: 5_100 });
    expect(nextLiveState(polling, { kind: 'opened', atMs: 61_000 }).kind).toBe('live');
  });
  it('never claims to be live after a loss until it hears something, and its data never gets older', () => {
    const kind = fc.constantFrom<LiveHappening['kind']>('opened', 'heard', 'lost', 'slow', 'polled', 'ticked');
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, fc.nat(20_000)), { maxLength: 40 }), (steps) => {
        let state = begun(0);
        let atMs = 0;
        for (const [happened, waitMs] of steps) {
          atMs += waitMs;
          const next = nextLiveState(state, happening(happened, atMs));
          if (state.kind !== 'live' && next.kind === 'live') expect(['opened', 'heard']).toContain(happened);
          if (happened === 'lost' || happened === 'slow') expect(next.kind).not.toBe('live');
          expect(next.dataAtMs ?? 0).toBeGreaterThanOrEqual(state.dataAtMs ?? 0);
          state = next;
        }
      }),
    );
  });
});

describe('what messages of the stream do to what is shown', () => {
  it('marks a test as old when it moved on', () => {
    expect(patchOf([{ name: 'test', data: { testId: 't' } }]).stale).toEqual([['test', 't']]);
  });
  it('keeps only the newest snapshot of each thing', () => {
    const patch = patchOf([
      { name: 'campaign', data: { campaignId: 'a', spentMicros: 1 } },
      { name: 'campaign', data: { campaignId: 'b', spentMicros: 5 } },
      { name: 'campaign', data: { campaignId: 'a', spentMicros: 2 } },
    ]);
    expect(patch.snapshots).toEqual([
      { key: ['campaign', 'a', 'progress'], data: { campaignId: 'a', spentMicros: 2 } },
      { key: ['campaign', 'b', 'progress'], data: { campaignId: 'b', spentMicros: 5 } },
    ]);
  });
  it('marks lists as old by the area of an event, and leaves the others', () => {
    const patch = patchOf([
      { name: 'event', data: { kind: 'credits.low' } },
      { name: 'event', data: { kind: 'credits.low' } },
      { name: 'event', data: { kind: 'something.else' } },
      { name: 'event', data: null },
    ]);
    expect(patch).toEqual({ snapshots: [], stale: [['balances'], ['ledger']], hinted: [], reset: false });
  });
  it('reads what a hint means anew, but not a list of which somebody read more than the first page', async () => {
    const client = new QueryClient();
    const asked: QueryKey[] = [];
    const ask = async ({ queryKey }: { queryKey: QueryKey }) => {
      asked.push(queryKey);
      return { items: [] };
    };
    const pages = { queryFn: ask, initialPageParam: 0, getNextPageParam: () => 1 };
    const short = new InfiniteQueryObserver(client, { queryKey: ['imports', 'list'], ...pages });
    const long = new InfiniteQueryObserver(client, { queryKey: ['imports', 'mine'], ...pages });
    const draft = new QueryObserver(client, { queryKey: ['import', 'a'], queryFn: ask });
    const preview = new QueryObserver(client, { queryKey: ['import', 'a', 'inspect', 3], queryFn: ask });
    const ends = [short, long, draft, preview].map((observer) => observer.subscribe(() => {}));
    await Promise.all([short.refetch(), long.refetch(), draft.refetch(), preview.refetch()]);
    await long.fetchNextPage();
    asked.length = 0;
    const hint = { name: 'imports', data: { at: 'now' } };
    applyPatch(client, patchOf([hint, hint]));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(asked.toSorted((a, b) => a.join().localeCompare(b.join()))).toEqual([
      ['import', 'a'],
      ['imports', 'list'],
    ]);
    expect(client.getQueryState(['imports', 'mine'])?.isInvalidated).toBe(true);
    for (const end of ends) end();
    client.clear();
  });
  it('asks who is signed in when the server says that they may not look any more', () => {
    expect(patchOf([{ name: 'ended', data: { code: 'not_allowed_any_more' } }]).stale).toEqual([['session']]);
  });
  it('asks anew for a thing of which the server says that it is not there, and for nothing else', () => {
    const gone = (topic: string): QueryKey[] => [...patchOf([{ name: 'unknown', data: { topic } }]).stale];
    expect(gone('campaign:a')).toEqual([['campaign', 'a']]);
    expect(gone('retry:r')).toEqual([['retry', 'r']]);
    expect(gone('test:t')).toEqual([['test', 't']]);
    expect(gone('reminders:p')).toEqual([['reminders']]);
    expect(gone('')).toEqual([]);
  });
  it('asks for everything anew after a reset', () => {
    expect(patchOf([{ name: 'reset', data: {} }]).reset).toBe(true);
  });
});
