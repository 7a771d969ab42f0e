import { describe, expect, it } from 'vitest';
import { mergeLive } from '../../../../dashboard/pages/campaigns/merge-live.ts';
import { withRoom } from '../../../../dashboard/pages/campaigns/chart-data.ts';
import type { Campaign, Charts } from '../../../../dashboard/pages/campaigns/queries.ts';

const campaign = (id: string, part: Partial<Campaign> = {}): Campaign => ({
  id,
  runId: id,
  name: id,
  state: 'running',
  contacts: 1,
  contactsDone: 0,
  pausedReason: null,
  pausedBy: null,
  pausedAt: null,
  blockedReason: null,
  createdBy: 'test',
  createdAt: '2026-06-09T14:00:00.000Z',
  launchedAt: null,
  endedAt: null,
  channels: ['call'],
  byState: {},
  spentMicros: 0,
  budgetMicros: null,
  currency: 'USD',
  ...part,
});
const idsOf = (rows: readonly Campaign[]) => rows.map(({ id }) => id);

describe('the list of campaigns beside the stream', () => {
  const listed = [campaign('3'), campaign('1')];
  const live = [campaign('5'), campaign('3', { contactsDone: 1 }), campaign('2')];

  it('shows what the stream last said of each, and what came since first', () => {
    const rows = mergeLive(listed, live, {});
    expect(idsOf(rows)).toEqual(['5', '3', '1']);
    expect(rows[1]?.contactsDone).toBe(1);
  });

  it('lets in only what its filter asks for, and nothing into a search or another order', () => {
    expect(idsOf(mergeLive(listed, live, { state: ['draft'] }))).toEqual(['3', '1']);
    expect(idsOf(mergeLive(listed, live, { state: ['running'] }))).toEqual(['5', '3', '1']);
    expect(idsOf(mergeLive(listed, live, { q: 'x' }))).toEqual(['3', '1']);
    expect(idsOf(mergeLive(listed, live, { sort: 'name' }))).toEqual(['3', '1']);
    expect(idsOf(mergeLive(listed, live, { direction: 'asc' }))).toEqual(['3', '1']);
  });
});

describe('a chart of one stretch', () => {
  const at = '2026-06-09T14:00:00.000Z';
  const charts: Charts = {
    campaignId: 'c',
    from: at,
    to: at,
    zone: 'UTC',
    bucketSeconds: 300,
    outcomeNames: ['answered'],
    outcomes: [{ at, ended: 2, byOutcome: { answered: 2 } }],
    failures: [],
    answerRateByHour: [],
    spend: [{ at, spentMicros: 7 }],
    spentMicros: 7,
    presumedMicros: 0,
    heldMicros: 0,
    budgetMicros: null,
    currency: 'USD',
    at,
  };

  it('has an empty one on each side, so that it is a bar and not a wall', () => {
    const { outcomes, spend } = withRoom(charts);
    expect(outcomes.map(({ ended }) => ended)).toEqual([0, 2, 0]);
    expect(spend.map(({ spentMicros }) => spentMicros)).toEqual([0, 7, 7]);
    expect(Date.parse(outcomes[2]?.at ?? '') - Date.parse(outcomes[0]?.at ?? '')).toBe(600_000);
  });

  it('is left alone where there are more, or none', () => {
    const none = { ...charts, outcomes: [], spend: [] };
    expect(withRoom(none)).toBe(none);
  });
});
