import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inTransaction } from '../../../../db/transaction.ts';
import { dismissReview } from '../../../../engine/answering/decide-review.ts';
import { endSuppressedContacts } from '../../../../engine/consent/end-suppressed-contacts.ts';
import { sayNo } from '../../../../engine/consent/say-no.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { offences } from '../../../support/ledger-steps.ts';
import { nowOf, setClock, turnAll } from '../../../support/reminder-world.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme } from '../../../support/seed-programme.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;

beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(() => test.drop());

const HOUR = 3_600_000;

describe('a "no" that turns out to be none', () => {
  it('gives reminders their times back', async () => {
    const programme = await seedProgramme(deps, test, { steps: ['2h:sms'], settings: { zone: 'Etc/UTC' } });
    const startMs = (await nowOf(test)) + 48 * HOUR;
    const phone = 12_125_590_001;
    const item = { externalId: 'a', phone: `+${phone}`, startsAt: new Date(startMs).toISOString() };
    await bookAppointments(deps, { programmeId: programme.programmeId, items: [item], actor: 'test' });
    await inTransaction(deps.db, async (tx) => {
      await sayNo(tx, [
        { phone, source: 'sms', evidence: 'stop it', by: 'person', certainty: 'doubtful', reviewKey: 'doubt' },
      ]);
    });
    await endSuppressedContacts(deps, [phone], 'opt_out_doubtful');
    const [review] = await rows<{ id: string }>(test.db, sql`select id from reviews where dedupe_key = 'doubt'`);
    await dismissReview(deps, { reviewId: review?.id ?? '', reason: 'no no', actor: 'test' });
    expect(await turnAll(deps, test, programme)).toEqual([]);
    await setClock(test, startMs - 2 * HOUR + 1000);
    expect(await turnAll(deps, test, programme)).toHaveLength(1);
  });
});

it('has broken no law of the ledger', async () => {
  expect(await offences(test)).toEqual([]);
});
