import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compactCounts } from '../../../../../engine/counting/compact-counts.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { campaignCharts } from '../../../../../engine/reading/charts/campaign-charts.ts';
import { campaignProgress } from '../../../../../engine/reading/progress.ts';
import { acceptAll, endAll } from '../../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
const FIRST = Date.parse('2026-11-26T14:02:00Z');
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  seeded = await seedCampaign(deps, test, { contacts: 12 });
  const { ids } = await acceptAll(deps, seeded.runId);
  await endAll(deps, seeded, ids.slice(0, 4), 'answered');
  await endAll(deps, seeded, ids.slice(4, 10), 'busy');
  // Ends two minutes apart, each with a cost of its own.
  await test.adminDb.execute(sql`
    update attempts a set ended_at = from_ms(${FIRST}) + place * interval '2 minutes', cost_micros = 100 * (place + 1)
    from (select id, (row_number() over (order by id) - 1)::int as place from attempts where ended_at is not null) n where n.id = a.id`);
  await compactCounts(deps, 20);
});
afterAll(async () => await test.drop());

const charts = (change: { fromMs?: number; toMs?: number; zone?: string } = {}) =>
  campaignCharts(deps, { campaignId: seeded.campaignId, ...change });

it('shows what progress shows, over time', async () => {
  const shown = await charts();
  const progress = await campaignProgress(deps, seeded);
  const sum: Record<string, number> = {};
  for (const { byOutcome } of shown.outcomes) {
    for (const [outcome, n] of Object.entries(byOutcome)) sum[outcome] = (sum[outcome] ?? 0) + n;
  }
  expect(sum).toEqual(progress.outcomes);
  expect(shown).toMatchObject({
    bucketSeconds: 300,
    from: '2026-11-26T14:00:00.000Z',
    to: '2026-11-26T14:25:00.000Z',
    outcomeNames: ['busy', 'answered'],
    failures: [{ cause: 'busy', words: 'Busy', attempts: 6, share: 1 }],
    heldMicros: progress.heldMicros,
  });
  expect(shown.spend.at(-1)?.spentMicros).toBe(5_500);
  expect(shown.spentMicros).toBe(progress.spentMicros);
});

it('keeps to the time that is asked for, and to what was spent before it', async () => {
  const shown = await charts({ fromMs: FIRST + 8 * 60_000, toMs: Date.parse('2026-11-26T14:15:00Z') });
  expect(shown.outcomes.map(({ at, ended }) => [at, ended])).toEqual([['2026-11-26T14:10:00.000Z', 3]]);
  // Four had ended before 14:10.
  expect(shown.spend).toEqual([{ at: '2026-11-26T14:10:00.000Z', spentMicros: 1_000 + 500 + 600 + 700 }]);
});

it('reads hours on the clock of a zone, and refuses one that is none', async () => {
  const shown = await charts({ zone: 'America/Chicago' });
  expect(shown.answerRateByHour[8]).toMatchObject({ ended: 10, answered: 4, rate: 0.4 });
  await expect(charts({ zone: 'Mars/Base' })).rejects.toMatchObject({ code: 'unknown_zone' });
});

it('has empty charts for a campaign without an end, and none for no campaign', async () => {
  const { campaignId } = await seedCampaign(deps, test, { contacts: 1 });
  expect(await campaignCharts(deps, { campaignId })).toMatchObject({
    outcomes: [],
    spend: [],
    failures: [],
    from: null,
  });
  await expect(campaignCharts(deps, { campaignId: '00000000-0000-4000-8000-000000000000' })).rejects.toMatchObject({
    code: 'unknown_campaign',
  });
});
