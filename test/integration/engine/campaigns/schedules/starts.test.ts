import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../../db/rows.ts';
import { auditLedger } from '../../../../../engine/auditing/audit-ledger.ts';
import { cancelCampaign } from '../../../../../engine/campaigns/cancel.ts';
import {
  changeSchedule,
  pauseSchedule,
  removeSchedule,
  resumeSchedule,
} from '../../../../../engine/campaigns/schedules/change-schedules.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { contactsOf, jump, plannedRun } from '../../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';
import { endRun, jumpTo, recurring, start, startsOf } from './schedule-steps.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const at = (times: readonly number[], index: number): number => times[index] ?? Number.NaN;

describe('a start of a recurring campaign', () => {
  it('makes one campaign with the settings and everybody of the lists, named after its day, and launches it', async () => {
    const { scheduleId, template, times } = await recurring(deps, test, {
      seed: { contacts: 7, morePhones: 1, overrides: { sendAtMs: 1, agent: 'agent_7' }, settings: { maxAttempts: 2 } },
    });
    await jumpTo(test, at(times, 0), 500);
    expect(await start(deps, scheduleId, at(times, 0))).toBe('done');
    const [made, ...more] = await startsOf(test, scheduleId);
    expect(more).toEqual([]);
    expect(made).toMatchObject({ state: 'started', reason: null, run: 'running', contacts: 7 });
    expect(made?.name).toMatch(/^Recall \d{4}-\d{2}-\d{2}$/);
    const pairs = await rows<Record<string, unknown>>(
      test.db,
      sql`select c.row_number - o.row_number as row, c.phone = o.phone as phone, c.name = o.name as name, c.zone_key = o.zone_key as zone,
            c.overrides, n.phone = m.phone and n.place = m.place as further, c.id <> o.id as own
          from contacts o join imports i on i.campaign_id = ${made?.campaignId}
            join contacts c on c.id between i.first_contact_id and i.last_contact_id and c.row_number = o.row_number
            join contact_phones m on m.contact_id = o.id join contact_phones n on n.contact_id = c.id
          where o.id = any(${sql.param(template.contactIds)}::bigint[])`,
    );
    const same = {
      row: 0,
      phone: true,
      name: true,
      zone: true,
      overrides: { agent: 'agent_7' },
      further: true,
      own: true,
    };
    expect(pairs).toEqual(Array.from({ length: 7 }, () => same));
    const settings = await firstRow<{ attempts: number }>(
      test.db,
      sql`select (settings ->> 'maxAttempts')::int as attempts from campaigns where id = ${made?.campaignId}`,
    );
    expect(settings?.attempts).toBe(2);
    const run = await firstRow<{ id: string }>(
      test.db,
      sql`select id from runs where campaign_id = ${made?.campaignId}`,
    );
    await plannedRun(deps, run?.id ?? '');
    expect(await contactsOf(test, { runId: run?.id ?? '' })).toEqual({ waiting: 7 });
    // The template stays what it was: a draft with its own people.
    expect(await contactsOf(test, template)).toEqual({ ready: 7 });
    expect((await auditLedger(test)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('happens once, however often and by however many at once it is called', async () => {
    const { scheduleId, times } = await recurring(deps, test, { seed: { contacts: 40 } });
    await jumpTo(test, at(times, 0), 500);
    const answers = await Promise.all([1, 2, 3, 4].map(() => start(deps, scheduleId, at(times, 0))));
    expect(answers).toEqual(['done', 'done', 'done', 'done']);
    expect(await start(deps, scheduleId, at(times, 0))).toBe('done');
    expect(await startsOf(test, scheduleId)).toMatchObject([{ state: 'started', run: 'running', contacts: 40 }]);
    const told = await firstRow(
      test.db,
      sql`select (count(*) filter (where action = 'campaign.create' and details ->> 'scheduleId' = ${scheduleId}))::int as made,
            (count(*) filter (where action = 'campaign.launch' and subject = 'campaign:' || (
              select campaign_id from schedule_starts where schedule_id = ${scheduleId})))::int as launched
          from audit_entries`,
    );
    expect(told).toEqual({ made: 1, launched: 1 });
  });

  it('waits for its time, and is missed behind its catch-up', async () => {
    const { scheduleId, times } = await recurring(deps, test, { catchUpMinutes: 2, jitterSeconds: 60 });
    expect(await start(deps, scheduleId, at(times, 0))).toBe('later');
    expect(await startsOf(test, scheduleId)).toEqual([]);
    await jumpTo(test, at(times, 0), 181_000);
    expect(await start(deps, scheduleId, at(times, 0))).toBe('done');
    expect(await startsOf(test, scheduleId)).toMatchObject([{ state: 'missed', reason: 'late', campaignId: null }]);
  });

  it('is skipped while the campaign of the last one runs or is paused, and not once that is over', async () => {
    const { scheduleId, times } = await recurring(deps, test);
    await jumpTo(test, at(times, 0), 500);
    await start(deps, scheduleId, at(times, 0));
    await jumpTo(test, at(times, 1), 500);
    await start(deps, scheduleId, at(times, 1));
    const [first] = await startsOf(test, scheduleId);
    await test.adminDb.execute(sql`update runs set state = 'paused' where campaign_id = ${first?.campaignId}`);
    await jumpTo(test, at(times, 2), 500);
    await start(deps, scheduleId, at(times, 2));
    await endRun(test, first?.campaignId);
    await jumpTo(test, at(times, 3), 500);
    await start(deps, scheduleId, at(times, 3));
    expect((await startsOf(test, scheduleId)).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      'started null',
      'skipped overlap',
      'skipped overlap',
      'started null',
    ]);
  });

  it('waits for the end of the last one where that is wanted, and only one waits', async () => {
    const { scheduleId, times } = await recurring(deps, test, { overlap: 'buffer_one' });
    await jumpTo(test, at(times, 0), 500);
    await start(deps, scheduleId, at(times, 0));
    await jumpTo(test, at(times, 1), 500);
    expect(await start(deps, scheduleId, at(times, 1))).toBe('later');
    await jumpTo(test, at(times, 2), 500);
    expect(await start(deps, scheduleId, at(times, 2))).toBe('done');
    expect(await start(deps, scheduleId, at(times, 1))).toBe('later');
    const [first] = await startsOf(test, scheduleId);
    await endRun(test, first?.campaignId);
    expect(await start(deps, scheduleId, at(times, 1))).toBe('done');
    expect(await startsOf(test, scheduleId)).toMatchObject([
      { state: 'started', run: 'completed' },
      { state: 'started', reason: null, run: 'running', contacts: 5 },
      { state: 'skipped', reason: 'overlap' },
    ]);
  });

  it('runs beside the last one where that is allowed', async () => {
    const { scheduleId, times } = await recurring(deps, test, { overlap: 'allow' });
    for (const index of [0, 1]) {
      await jumpTo(test, at(times, index), 500);
      await start(deps, scheduleId, at(times, index));
    }
    expect(await startsOf(test, scheduleId)).toMatchObject([{ run: 'running' }, { run: 'running' }]);
  });

  it('is skipped on an excluded day, after an edit that took it away, while paused, and once removed', async () => {
    const { scheduleId, times, dates, otherRule } = await recurring(deps, test);
    await changeSchedule(deps, { scheduleId, exclusions: dates.slice(0, 1), actor: 'test' });
    await jumpTo(test, at(times, 0), 500);
    await start(deps, scheduleId, at(times, 0));
    await pauseSchedule(deps, { scheduleId, actor: 'test' });
    await jumpTo(test, at(times, 1), 500);
    await start(deps, scheduleId, at(times, 1));
    await resumeSchedule(deps, { scheduleId, actor: 'test' });
    await changeSchedule(deps, { scheduleId, rule: otherRule, actor: 'test' });
    await jumpTo(test, at(times, 2), 500);
    await start(deps, scheduleId, at(times, 2));
    await removeSchedule(deps, { scheduleId, actor: 'test' });
    await jumpTo(test, at(times, 3), 500);
    await start(deps, scheduleId, at(times, 3));
    expect((await startsOf(test, scheduleId)).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      'skipped excluded',
      'skipped schedule_paused',
      'skipped no_longer_planned',
      'skipped schedule_removed',
    ]);
  });

  it('that is refused at its launch says why, and leaves a draft that a person can launch', async () => {
    const { scheduleId, template, times } = await recurring(deps, test, { seed: { topUpMicros: 1 } });
    await jumpTo(test, at(times, 0), 500);
    expect(await start(deps, scheduleId, at(times, 0))).toBe('done');
    const [made] = await startsOf(test, scheduleId);
    expect(made).toMatchObject({ state: 'failed', run: 'draft', contacts: 5 });
    expect(made?.reason).toMatch(/^credit_too_low: One call may cost/);
    await test.adminDb.execute(sql`update numbers set status = 'released' where id = ${template.numberId}`);
    await jumpTo(test, at(times, 1), 500);
    await start(deps, scheduleId, at(times, 1));
    const [, second] = await startsOf(test, scheduleId);
    expect(second).toMatchObject({ state: 'failed', campaignId: null });
    expect(second?.reason).toMatch(/^settings_invalid: /);
  });

  it('copies nobody whom a stop list took out of the template, and no template that was cancelled', async () => {
    const { scheduleId, template, times } = await recurring(deps, test);
    await test.adminDb.execute(sql`
      update contact_states set state = 'cancelled', reason = 'stop_list' where contact_id = ${template.contactIds[0]}`);
    await jumpTo(test, at(times, 0), 500);
    await start(deps, scheduleId, at(times, 0));
    const [first] = await startsOf(test, scheduleId);
    expect(first).toMatchObject({ state: 'started', contacts: 4 });
    await endRun(test, first?.campaignId);
    await cancelCampaign(deps, { campaignId: template.campaignId, actor: 'test' });
    await jumpTo(test, at(times, 1), 500);
    await start(deps, scheduleId, at(times, 1));
    const [, second] = await startsOf(test, scheduleId);
    expect(second).toMatchObject({ state: 'skipped', reason: 'template_cancelled', campaignId: null });
  });

  it('starts nothing for a schedule that nobody knows', async () => {
    expect(await start(deps, '01890000-0000-7000-8000-00000000000c', 0)).toBe('done');
    await jump(test, 1_000);
  });
});
