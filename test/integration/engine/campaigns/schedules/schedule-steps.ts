import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../../../../db/rows.ts';
import { createSchedule } from '../../../../../engine/campaigns/schedules/change-schedules.ts';
import type { ScheduleDraft } from '../../../../../engine/campaigns/schedules/check-schedule.ts';
import { startOccurrence } from '../../../../../engine/campaigns/schedules/start-occurrence.ts';
import { getSchedule } from '../../../../../engine/campaigns/schedules/list-schedules.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { readNowMs } from '../../../../../engine/read-now.ts';
import { jump } from '../../../../support/ledger-steps.ts';
import { seedCampaign, type Seeded, type SeedOptions } from '../../../../support/seed.ts';
import type { TestDb } from '../../../../support/test-db.ts';

const ZONE = 'America/Chicago';
const MINUTE_MS = 60_000;

export interface Recurring {
  scheduleId: string;
  template: Seeded;
  /** The times to come, ascending. */
  times: number[];
  /** Their local dates. */
  dates: string[];
  /** A daily rule at another time of day. */
  otherRule: string;
}

/** A daily recurring campaign over a template that is never launched; its first time is a few minutes away. */
export async function recurring(
  deps: EngineDeps,
  test: TestDb,
  options: Partial<ScheduleDraft> & { seed?: Partial<SeedOptions> } = {},
): Promise<Recurring> {
  const { seed, ...draft } = options;
  const template = await seedCampaign(deps, test, { contacts: 5, launch: false, ...seed });
  const nowMs = await readNowMs(test.db);
  const wallIn = (minutes: number): string =>
    new Date(nowMs + (deps.zones.offsetMinutesAt(ZONE, nowMs) + minutes) * MINUTE_MS).toISOString().slice(11, 16);
  const { scheduleId } = await createSchedule(deps, {
    name: 'Recall',
    campaignId: template.campaignId,
    rule: `every day ${wallIn(5)}`,
    zone: ZONE,
    actor: 'test',
    ...draft,
  });
  const { next } = await getSchedule(deps, { scheduleId });
  return {
    scheduleId,
    template,
    times: next.map(({ at }) => Date.parse(at)),
    dates: next.map(({ local }) => local.slice(0, 10)),
    otherRule: `every day ${wallIn(305)}`,
  };
}

/** Moves the ledger's clock to so long behind an instant. */
export async function jumpTo(test: TestDb, atMs: number, behindMs = 0): Promise<void> {
  await jump(test, Math.ceil(atMs + behindMs - (await readNowMs(test.db))));
}

/** Carries a start out to its end, as the workflow does, but never waits. */
export async function start(deps: EngineDeps, scheduleId: string, scheduledAtMs: number): Promise<string> {
  for (;;) {
    const { kind } = await startOccurrence(deps, { scheduleId, scheduledAtMs, batchRows: 3 });
    if (kind !== 'more') return kind;
  }
}

export interface StartRow {
  atMs: number;
  state: string;
  reason: string | null;
  campaignId: string | null;
  name: string | null;
  run: string | null;
  contacts: number;
}

export async function startsOf(test: TestDb, scheduleId: string): Promise<StartRow[]> {
  return await rows(
    test.db,
    sql`select to_ms(s.scheduled_at) as "atMs", s.state, s.reason, s.campaign_id as "campaignId", c.name, r.state as run,
          (select count(*)::int from contact_states x where x.run_id = r.id) as contacts
        from schedule_starts s left join campaigns c on c.id = s.campaign_id left join runs r on r.campaign_id = c.id
        where s.schedule_id = ${scheduleId} order by s.scheduled_at`,
  );
}

/** As when every contact of a started campaign has its end. */
export async function endRun(test: TestDb, campaignId: string | null | undefined): Promise<void> {
  await test.adminDb.execute(sql`
    update contact_states set state = 'cancelled', reason = 'test' where run_id = (select id from runs where campaign_id = ${campaignId ?? ''})`);
  await test.adminDb.execute(sql`
    delete from due where run_id = (select id from runs where campaign_id = ${campaignId ?? ''})`);
  await test.adminDb.execute(
    sql`update runs set state = 'completed', ended_at = outdial_now() where campaign_id = ${campaignId ?? ''}`,
  );
}

export async function syncAtOf(test: TestDb, scheduleId: string): Promise<number> {
  const row = await firstRow<{ ms: number }>(
    test.db,
    sql`select to_ms(sync_at) as ms from schedules where id = ${scheduleId}`,
  );
  return row?.ms ?? Number.NaN;
}
