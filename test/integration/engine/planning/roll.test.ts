import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { WEEKDAYS, type CallingHours } from '../../../../domain/calling-hours.ts';
import { cancelCampaign } from '../../../../engine/campaigns/cancel.ts';
import { updateSettings } from '../../../../engine/campaigns/update-settings.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { loadRun, type RunContext } from '../../../../engine/dialing/run-context.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import { planReady } from '../../../../engine/planning/plan-ready.ts';
import { endReady, roll } from '../../../../engine/planning/roll.ts';
import {
  acceptAll,
  claimAll,
  contactsOf,
  foldAll,
  jump,
  newFact,
  offences,
  plannedRun,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { ALWAYS, engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const HOUR_MS = 3_600_000;

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const hoursOf = (start: string, end: string): CallingHours => {
  const window: [string, string] = [start, end];
  return { ...ALWAYS, weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, [window]])) };
};
const runOf = async (seeded: Seeded): Promise<RunContext> => {
  const run = await loadRun(deps, seeded.runId);
  if (!run) throw new Error('no run');
  return run;
};
const rollAll = async (seeded: Seeded): Promise<number> => {
  let rolled = 0;
  for (let taken = 1; taken > 0; rolled += taken) taken = await roll(deps, await runOf(seeded));
  return rolled;
};
const dueOf = async (seeded: Seeded) =>
  await rows<{ dueInMs: number; expiresInMs: number; closesInMs: number; version: number }>(
    test.db,
    sql`select (to_ms(due_at) - to_ms(outdial_now()))::float8 as "dueInMs", (to_ms(expires_at) - to_ms(outdial_now()))::float8 as "expiresInMs",
          (to_ms(closes_at) - to_ms(outdial_now()))::float8 as "closesInMs", policy_version as version
        from due where run_id = ${seeded.runId} order by contact_id`,
  );
/** As if the window had been a short one: closed now, still useful for a day. */
const close = async (seeded: Seeded): Promise<void> =>
  void (await test.adminDb.execute(
    sql`update due set closes_at = due_at, roll_at = due_at where run_id = ${seeded.runId}`,
  ));

describe('roll', () => {
  it('plans rows whose window has closed for the next one, and touches no others', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 10 });
    await plannedRun(deps, seeded.runId);
    expect(await rollAll(seeded)).toBe(0);
    await close(seeded);
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
    expect(await rollAll(seeded)).toBe(10);
    const due = await dueOf(seeded);
    expect(due.every(({ closesInMs }) => closesInMs > 0)).toBe(true);
    expect((await claimAll(deps, seeded.runId)).ids).toHaveLength(10);
  });

  it('ends what has expired, as expired, and dials none of it', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 5, settings: { expiresAfterSeconds: 3_600 } });
    await plannedRun(deps, seeded.runId);
    await jump(test, HOUR_MS + 1_000);
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
    expect(await rollAll(seeded)).toBe(5);
    expect(await contactsOf(test, seeded)).toEqual({ 'expired:expired': 5 });
    expect(await dueOf(seeded)).toEqual([]);
    expect(await offences(test)).toEqual([]);
  });

  it('does not make anybody younger: the expiry of a row stays what it was', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, settings: { expiresAfterSeconds: 7_200 } });
    await plannedRun(deps, seeded.runId);
    await jump(test, HOUR_MS);
    await close(seeded);
    await rollAll(seeded);
    const [due] = await dueOf(seeded);
    expect(due?.expiresInMs).toBeLessThanOrEqual(HOUR_MS);
    await jump(test, HOUR_MS);
    await rollAll(seeded);
    expect(await contactsOf(test, seeded)).toEqual({ 'expired:expired': 1 });
  });

  it('pulls contacts forward when the hours become wider, and back when they become narrower', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 3 });
    const [clock] = await rows<{ hour: string }>(
      test.db,
      // An hour that was over two hours ago.
      sql`select to_char((outdial_now() at time zone 'America/New_York') - interval '3 hours', 'HH24') || ':00' as hour`,
    );
    const past = clock?.hour ?? '';
    const end = past === '23:00' ? '24:00' : `${String(Number(past.slice(0, 2)) + 1).padStart(2, '0')}:00`;
    const change = (hours: CallingHours) =>
      updateSettings(deps, {
        campaignId: seeded.campaignId,
        change: { hours },
        actor: 'test',
      });
    await plannedRun(deps, seeded.runId);
    await change(hoursOf(past, end));
    // Rows of the old version are not claimed any more, rolled or not.
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
    await rollAll(seeded);
    const narrow = await dueOf(seeded);
    expect(narrow).toHaveLength(3);
    expect(narrow.every(({ dueInMs, version }) => dueInMs > HOUR_MS && version === 2)).toBe(true);
    await change(ALWAYS);
    await rollAll(seeded);
    const wide = await dueOf(seeded);
    expect(wide.every(({ dueInMs, version }) => dueInMs <= 0 && version === 3)).toBe(true);
    expect((await claimAll(deps, seeded.runId)).ids).toHaveLength(3);
  });

  it('lets a retry keep the rest of its wait when the plan changes', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, settings: { waitSeconds: { busy: 7_200 } } });
    const [attemptId] = (await acceptAll(deps, seeded.runId)).ids;
    if (!attemptId) throw new Error('nobody was claimed');
    await writeFacts(test.db, [
      newFact(seeded.accountId, { kind: 'ended', attemptId, outcome: 'busy', providerReason: 'busy' }),
    ]);
    await foldAll(deps);
    await updateSettings(deps, {
      campaignId: seeded.campaignId,
      change: { ringingTimeoutSeconds: 20 },
      actor: 'test',
    });
    expect(await rollAll(seeded)).toBe(1);
    const [due] = await dueOf(seeded);
    expect(due?.dueInMs).toBeGreaterThan(1.9 * HOUR_MS);
    const [state] = await rows<{ made: number }>(
      test.db,
      sql`select attempts_made as made from contact_states where run_id = ${seeded.runId}`,
    );
    expect(state?.made).toBe(1);
  });

  it('ends everyone of a cancelled campaign, those who were never planned too', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 20 });
    await planReady(deps, await runOf(seeded), 12);
    await cancelCampaign(deps, { campaignId: seeded.campaignId, actor: 'test' });
    expect(await rollAll(seeded)).toBe(12);
    expect(await endReady(deps, await runOf(seeded))).toBe(8);
    expect(await contactsOf(test, seeded)).toEqual({ 'cancelled:campaign_cancelled': 20 });
    expect(await dueOf(seeded)).toEqual([]);
    expect(await offences(test)).toEqual([]);
  });

  it('shares its rows with another roll at the same time, so that each is planned once', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 300 });
    await plannedRun(deps, seeded.runId);
    await close(seeded);
    const run = await runOf(seeded);
    const taken = await Promise.all(Array.from({ length: 4 }, () => roll(deps, run, 100)));
    const rest = await rollAll(seeded);
    expect(taken.reduce((sum, n) => sum + n, rest)).toBe(300);
    expect(await dueOf(seeded)).toHaveLength(300);
  });
});

describe('ten thousand closed rows', () => {
  it('at the head of the queue do not keep the claim from the ones that are open', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 10_010, settings: { expiresAfterSeconds: 86_400 } });
    await plannedRun(deps, seeded.runId);
    const open = seeded.contactIds.slice(-10);
    // The closed ones are all due earlier than the open ones.
    await test.adminDb.execute(
      sql`update due set try_at = try_at - interval '1 hour', closes_at = due_at, roll_at = due_at
          where run_id = ${seeded.runId} and contact_id <> all(${sql.param(open)}::bigint[])`,
    );
    const claimed = await claimAll(deps, seeded.runId);
    const contacts = await rows<{ id: number }>(
      test.db,
      sql`select contact_id as id from attempts where id = any(${sql.param(claimed.ids)}::uuid[]) order by 1`,
    );
    expect(contacts.map(({ id }) => id)).toEqual(open);
    expect(await rollAll(seeded)).toBe(10_000);
    expect((await claimAll(deps, seeded.runId)).ids).toHaveLength(500);
  });
});

describe('planning', () => {
  it('ends who is in no known zone, and dials nobody of them', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 4, zoneKey: '' });
    await plannedRun(deps, seeded.runId);
    expect(await contactsOf(test, seeded)).toEqual({ 'unknown_zone:zone_unknown': 4 });
    expect(await dueOf(seeded)).toEqual([]);
  });

  it('plans each contact once, with several turns at it', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 500 });
    const run = await runOf(seeded);
    const planned = await Promise.all(Array.from({ length: 6 }, () => planReady(deps, run, 100)));
    await plannedRun(deps, seeded.runId);
    expect(planned.reduce((sum, n) => sum + n, 0)).toBe(500);
    expect(await dueOf(seeded)).toHaveLength(500);
    expect(await contactsOf(test, seeded)).toEqual({ waiting: 500 });
    expect(await offences(test)).toEqual([]);
  });
});
