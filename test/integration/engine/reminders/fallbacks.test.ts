import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { sendNow } from '../../../../engine/reminders/booking/send-now.ts';
import { acceptAll, endAll, jump, offences } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme, stepsFromShort, type SeededProgramme } from '../../../support/seed-programme.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { changeProgramme } from '../../../../engine/reminders/programmes/change.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const HOUR = 3_600_000;
let people = 12_125_550_300;
const book = async (programme: SeededProgramme, externalId: string, inMs: number): Promise<number> => {
  const phone = people++;
  const startsAt = new Date(Date.now() + inMs).toISOString();
  const items = [{ externalId, phone: `+${phone}`, startsAt }];
  const [result] = await bookAppointments(deps, { programmeId: programme.programmeId, items, actor: 'test' });
  expect(result).toMatchObject({ ok: true });
  return phone;
};
const waitingOf = async (programme: SeededProgramme): Promise<{ channel: string; inMinutes: number }[]> =>
  await rows(
    test.db,
    sql`select d.channel, round((to_ms(d.due_at) - to_ms(outdial_now())) / 60000)::int as "inMinutes" from due d
        where d.run_id = ${programme.runId} order by d.due_at`,
  );

/** Two hours before, to the minute: the call is due. */
async function unanswered(programme: SeededProgramme): Promise<void> {
  await jump(test, 60_000);
  const { ids } = await acceptAll(deps, programme.runId);
  expect(ids).toHaveLength(1);
  await endAll(deps, programme, ids, 'no_answer');
}

describe('a call that nobody answers', () => {
  it('is followed by its text after so many minutes, not by another call hours later', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:call>10m:sms'] });
    await book(programme, 'a', 2 * HOUR + 30_000);
    await unanswered(programme);
    const [text] = await waitingOf(programme);
    expect(text?.channel).toBe('sms');
    expect(text?.inMinutes).toBeGreaterThan(8);
    expect(text?.inMinutes).toBeLessThan(12);
    await jump(test, -60_000);
  });

  it('is followed by its text when a retry that was asked for would come after the cut-off', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:call>10m:sms'] });
    const [step] = stepsFromShort(['2h:call>10m:sms'], { ...programme, text: 'See you' });
    if (!step) throw new Error('no step');
    const actions = step.actions.map((action, place) => (place === 0 ? { ...action, maxAttempts: 3 } : action));
    const by = actions.map(({ channel, accountId, numberId, follows, text, maxAttempts }) => ({
      channel,
      accountId,
      numberId,
      ...(follows === undefined ? {} : { follows }),
      ...(text === undefined ? {} : { text }),
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
    }));
    const settings = { steps: [{ when: step.when, actions: by }] };
    await changeProgramme(deps, { programmeId: programme.programmeId, settings, actor: 'test' });
    await book(programme, 'a', 2 * HOUR + 30_000);
    await unanswered(programme);
    expect((await waitingOf(programme)).map(({ channel }) => channel)).toEqual(['sms']);
    await jump(test, -60_000);
  });
});

describe('a step that is wanted now', () => {
  it('is refused for a person who said no, also when it was sent before', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:call'] });
    const phone = await book(programme, 'a', 2 * HOUR + 30_000);
    await jump(test, 60_000);
    const { ids } = await acceptAll(deps, programme.runId);
    await endAll(deps, programme, ids, 'answered');
    await suppress(deps, { phone, actor: 'test' });
    await expect(
      sendNow(deps, { ...programme, externalId: 'a', step: '2h-call', actor: 'test' }),
    ).rejects.toMatchObject({
      code: 'not_now',
    });
    await jump(test, -60_000);
  });
});

it('keeps the laws of the ledger', async () => {
  expect(await offences(test)).toEqual([]);
});
