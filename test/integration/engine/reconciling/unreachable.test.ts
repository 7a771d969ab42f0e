import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { record } from '../../../../engine/dialing/record.ts';
import { attemptsOf, contactsOf, jump, offences, refOf } from '../../../support/ledger-steps.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { endedRecord, liveRecord, longestMs, lookUntil, openTrial, type Trial } from './open-trial.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

const isList = (question: string): boolean => question.startsWith('list ');

/** The answers of some POSTs, as their sender records them. */
async function accept(trial: Trial, attemptIds: readonly string[]): Promise<void> {
  await record(
    trial.deps,
    trial.claimed.sender,
    attemptIds.map((attemptId) => ({
      attemptId,
      result: { kind: 'accepted', providerRef: refOf(attemptId), startedAtMs: Date.now() },
    })),
  );
}

const stateOf = async (trial: Trial, id: string): Promise<string | undefined> =>
  (await attemptsOf(test, trial.seeded.runId)).find((attempt) => attempt.id === id)?.state;

describe('an ambiguous dial that the provider cannot be asked about', () => {
  it('is not taken for a call that no list shows, and is found when the provider is back', async () => {
    const trial = await openTrial(test, 'SENDING');
    trial.provider.listed = [liveRecord(trial.attemptId, 'call_7')];
    trial.provider.away = () => true;
    await jump(test, 20_100);
    for (let looks = 0; looks < 20; looks++) {
      expect((await trial.look()).state).toBe('UNKNOWN');
      await jump(test, 5_100);
    }
    trial.provider.away = () => false;
    expect(await trial.look()).toMatchObject({ state: 'ACCEPTED', providerRef: 'call_7' });
    expect(await offences(test)).toEqual([]);
  });

  it('is given up at the end of the longest call, and says why', async () => {
    const trial = await openTrial(test, 'SENDING');
    trial.provider.away = () => true;
    await jump(test, 20_100);
    const parkedAfterMs = await lookUntil(trial, 'PARKED', 10_000, 60);
    const longest = await longestMs(trial);
    expect(parkedAfterMs).toBeGreaterThan(longest);
    expect(parkedAfterMs).toBeLessThanOrEqual(longest + 60_000);
    expect(await contactsOf(test, trial.seeded)).toEqual({
      'parked:ambiguous answer, and the provider could not be asked about it': 1,
    });
    expect(await offences(test)).toEqual([]);
  });

  it('counts as asked about only when its list was read to the end', async () => {
    const trial = await openTrial(test, 'SENDING');
    trial.provider.listed = [liveRecord(undefined, 'other_1'), liveRecord(trial.attemptId, 'call_7')];
    let lists = 0;
    // Every second page fails.
    trial.provider.away = (question) => isList(question) && lists++ % 2 === 1;
    await jump(test, 20_100);
    for (let looks = 0; looks < 20; looks++) {
      expect((await trial.look()).state).toBe('UNKNOWN');
      await jump(test, 5_100);
    }
    expect(lists).toBeGreaterThan(20);
    trial.provider.away = () => false;
    expect(await trial.look()).toMatchObject({ state: 'ACCEPTED', providerRef: 'call_7' });
  });
});

describe('a question that fails', () => {
  it('to a list leaves the reads of what has an id', async () => {
    const trial = await openTrial(test, 'SENDING', 2);
    const [ambiguous = '', accepted = ''] = trial.claimed.ids;
    await accept(trial, [accepted]);
    trial.provider.away = isList;
    trial.provider.known.set(refOf(accepted), liveRecord(accepted, refOf(accepted)));
    await jump(test, 20_100);
    // The first look finds the sender gone; the second asks for both.
    await trial.look();
    trial.provider.known.set(refOf(accepted), endedRecord(accepted, refOf(accepted)));
    await jump(test, 10_100);
    await trial.look();
    expect(trial.asked).toContainEqual(expect.stringMatching(/^list /));
    expect(await stateOf(trial, accepted)).toBe('DISPOSED');
    expect(await stateOf(trial, ambiguous)).toBe('UNKNOWN');
  });

  it('about one call leaves what is learned of the others', async () => {
    const trial = await openTrial(test, 'ACCEPTED', 20);
    const [broken = '', ...others] = trial.claimed.ids;
    trial.provider.away = (question) => question === `read ${refOf(broken)}`;
    for (const id of trial.claimed.ids) trial.provider.known.set(refOf(id), endedRecord(id, refOf(id)));
    await jump(test, 5_100);
    await trial.look();
    expect(await stateOf(trial, broken)).toBe('ACCEPTED');
    for (const id of others) expect(await stateOf(trial, id)).toBe('DISPOSED');
  });

  it('to the list of one number leaves the lists of the others', async () => {
    const trial = await openTrial(test, 'SENDING', 2);
    const [unheard = '', heard = ''] = trial.claimed.ids;
    await test.adminDb.execute(
      sql`with other as (
            insert into numbers (account_id, provider_ref, phone)
            select account_id, 'number_away', 15550009999 from numbers where id = ${trial.seeded.numberId} returning id
          )
          update attempts set number_id = (select id from other) where id = ${unheard}`,
    );
    trial.provider.listed = [liveRecord(heard, 'call_h')];
    trial.provider.away = (question) => question === 'list number_away';
    await jump(test, 20_100);
    await trial.look();
    await trial.look();
    expect(trial.asked).toContain('list number_away');
    expect(await stateOf(trial, unheard)).toBe('UNKNOWN');
    expect(await stateOf(trial, heard)).toBe('ACCEPTED');
  });

  it('to sixteen at once, an outage, leaves the rest for the next look', async () => {
    const trial = await openTrial(test, 'ACCEPTED', 33);
    trial.provider.away = () => true;
    await jump(test, 5_100);
    await trial.look();
    expect(trial.asked.filter((question) => !isList(question))).toHaveLength(16);
  });
});
