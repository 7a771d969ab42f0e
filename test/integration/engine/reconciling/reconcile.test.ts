import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { record } from '../../../../engine/dialing/record.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import type { ProviderRecord } from '../../../../engine/ports.ts';
import {
  attemptsOf,
  balancesOf,
  contactsOf,
  foldAll,
  jump,
  newFact,
  offences,
  refOf,
} from '../../../support/ledger-steps.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';
import { endedRecord, liveRecord, longestMs, lookUntil, openTrial, type Trial } from './open-trial.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

describe('an attempt that its sender abandoned', () => {
  it('is left alone while the POST may still be answered', async () => {
    const trial = await openTrial(test, 'SENDING');
    await writeFacts(test.db, [newFact(trial.seeded.accountId, { kind: 'hint', attemptId: trial.attemptId })]);
    await foldAll(trial.deps);
    await jump(test, 19_000);
    expect((await trial.look()).state).toBe('SENDING');
  });

  it('becomes ambiguous, is found in the list by our correlator on a later page, and goes on as accepted', async () => {
    const trial = await openTrial(test, 'SENDING');
    await jump(test, 20_100);
    expect((await trial.look()).state).toBe('UNKNOWN');
    trial.provider.listed = [liveRecord(undefined, 'other_1'), liveRecord('00000000-0000-0000-0000-000000000000')];
    expect((await trial.look()).state).toBe('UNKNOWN');
    trial.provider.listed.push(liveRecord(trial.attemptId, 'call_7'));
    await jump(test, 5_100);
    expect(await trial.look()).toMatchObject({ state: 'ACCEPTED', providerRef: 'call_7' });
    expect(await contactsOf(test, trial.seeded)).toEqual({ in_flight: 1 });
    expect(await offences(test)).toEqual([]);
  });

  it('is never adopted by number and time alone', async () => {
    const trial = await openTrial(test, 'SENDING');
    await jump(test, 20_100);
    await trial.look();
    const phone = await firstRow<{ phone: number }>(
      test.db,
      sql`select phone from attempts where id = ${trial.attemptId}`,
    );
    trial.provider.listed = [
      { ...liveRecord(undefined), toPhone: phone?.phone ?? 0, createdAt: new Date().toISOString() },
    ];
    expect(await trial.look()).toMatchObject({ state: 'UNKNOWN', providerRef: null });
  });

  it('keeps the answer that its sender records after all', async () => {
    const trial = await openTrial(test, 'SENDING');
    await jump(test, 20_100);
    expect((await trial.look()).state).toBe('UNKNOWN');
    await record(trial.deps, trial.claimed.sender, [
      {
        attemptId: trial.attemptId,
        // It began before the clock was moved.
        result: { kind: 'accepted', providerRef: 'call_2', startedAtMs: Date.now() - 20_100 },
      },
    ]);
    trial.provider.known.set('call_2', endedRecord(trial.attemptId, 'call_2'));
    await jump(test, 5_100);
    expect(await trial.look()).toMatchObject({ state: 'DISPOSED', outcome: 'answered', providerRef: 'call_2' });
  });

  it('is parked within a minute and the provider queue when no list shows it, with its whole hold presumed', async () => {
    const trial = await openTrial(test, 'SENDING');
    await jump(test, 20_100);
    await trial.look();
    await jump(test, 20_000);
    expect((await trial.look()).state).toBe('UNKNOWN');
    expect(await lookUntil(trial, 'PARKED', 5_100, 10)).toBeLessThanOrEqual(61_000);
    expect(trial.asked).toContainEqual(expect.stringMatching(/^list /));
    expect(await attemptsOf(test, trial.seeded.runId)).toMatchObject([{ costMicros: 250_000, costPresumed: true }]);
    expect(await contactsOf(test, trial.seeded)).toEqual({
      'parked:ambiguous answer, and the provider lists no such call': 1,
    });
    expect(await balancesOf(test, trial.seeded.accountId)).toMatchObject({ spent: 250_000 });
    expect(await rows(test.db, sql`select 1 from open_attempts where attempt_id = ${trial.attemptId}`)).toEqual([]);
    expect(await offences(test)).toEqual([]);
  });
});

describe('a call without any callback', () => {
  it('is found ended by asking, and settled', async () => {
    const trial = await openTrial(test, 'ACCEPTED');
    const ref = refOf(trial.attemptId);
    trial.provider.known.set(ref, liveRecord(trial.attemptId, ref));
    await jump(test, 5_100);
    expect((await trial.look()).state).toBe('ACCEPTED');
    trial.provider.known.set(ref, endedRecord(trial.attemptId, ref));
    await jump(test, 10_000);
    expect(await trial.look()).toMatchObject({ state: 'DISPOSED', outcome: 'answered', costMicros: 100_000 });
    expect(await contactsOf(test, trial.seeded)).toEqual({ 'reached:answered': 1 });
  });

  it.each([
    ['goes on for ever at the provider', false],
    ['cannot be asked about', true],
  ])('that %s is parked within a minute of the longest that it can take', async (_, away) => {
    const trial = await openTrial(test, 'ACCEPTED');
    trial.provider.away = () => away;
    const ref = refOf(trial.attemptId);
    trial.provider.known.set(ref, liveRecord(trial.attemptId, ref));
    const longest = await longestMs(trial);
    const parkedAfterMs = await lookUntil(trial, 'PARKED', 10_000, 60);
    expect(parkedAfterMs).toBeGreaterThan(longest);
    expect(parkedAfterMs).toBeLessThanOrEqual(longest + 60_000);
    expect(await offences(test)).toEqual([]);
  });

  it.each<[string, 'SENDING' | 'ACCEPTED']>([
    ['', 'ACCEPTED'],
    [' and whose dial was ambiguous', 'SENDING'],
  ])('whose end cannot be stored%s is parked within a minute of the longest that it can take', async (_, start) => {
    const trial = await openTrial(test, start);
    const ref = refOf(trial.attemptId);
    const ended = endedRecord(trial.attemptId, ref);
    // No column takes that many seconds: the fold puts the end away, and a second one with its key is not stored.
    if (ended.ended) ended.ended.talkSeconds = 1e12;
    trial.provider.known.set(ref, ended);
    trial.provider.listed = [ended];
    await jump(test, 20_100);
    const longest = await longestMs(trial);
    const parkedAfterMs = await lookUntil(trial, 'PARKED', 10_000, 60);
    expect(parkedAfterMs).toBeGreaterThan(longest);
    expect(parkedAfterMs).toBeLessThanOrEqual(longest + 60_000);
    expect(await contactsOf(test, trial.seeded)).toEqual({
      'parked:no end could be recorded within the longest possible call': 1,
    });
    expect(await offences(test)).toEqual([]);
  });

  it('that is found ended after an outage longer than it can take keeps its end', async () => {
    const trial = await openTrial(test, 'SENDING');
    trial.provider.away = () => true;
    await jump(test, 20_100);
    for (let looks = 0; looks < 4; looks++) {
      expect((await trial.look()).state).toBe('UNKNOWN');
      await jump(test, 5_100);
    }
    await jump(test, 600_000);
    trial.provider.away = () => false;
    trial.provider.listed = [endedRecord(trial.attemptId)];
    expect(await trial.look()).toMatchObject({ state: 'DISPOSED', outcome: 'answered', reason: null });
    expect(await contactsOf(test, trial.seeded)).toEqual({ 'reached:answered': 1 });
    expect(await offences(test)).toEqual([]);
  });

  it('is asked about at once when a hint comes', async () => {
    const trial = await openTrial(test, 'ACCEPTED');
    const ref = refOf(trial.attemptId);
    trial.provider.known.set(ref, endedRecord(trial.attemptId, ref));
    expect((await trial.look()).state).toBe('ACCEPTED');
    expect(trial.asked).toEqual([]);
    await writeFacts(test.db, [newFact(trial.seeded.accountId, { kind: 'hint', providerRef: ref })]);
    await foldAll(trial.deps);
    expect(await trial.look()).toMatchObject({ state: 'DISPOSED', outcome: 'answered' });
    expect(trial.asked).toEqual([`read ${ref}`]);
  });

  it('whose transcript never comes is disposed after two minutes', async () => {
    const trial = await openTrial(test, 'ACCEPTED');
    await writeFacts(test.db, [
      newFact(trial.seeded.accountId, {
        kind: 'ended',
        attemptId: trial.attemptId,
        outcome: 'answered',
        providerReason: 'ok',
        talkSeconds: 30,
        transcriptExpected: true,
      }),
    ]);
    await foldAll(trial.deps);
    await jump(test, 115_000);
    expect((await trial.look()).state).toBe('ENDED');
    expect(await contactsOf(test, trial.seeded)).toEqual({ in_flight: 1 });
    await jump(test, 6_000);
    expect((await trial.look()).state).toBe('DISPOSED');
    expect(await contactsOf(test, trial.seeded)).toEqual({ 'reached:answered': 1 });
    expect(await offences(test)).toEqual([]);
  });
});

describe('a fact about an id that no attempt has', () => {
  const tellEnd = async (trial: Trial): Promise<void> => {
    await writeFacts(test.db, [
      newFact(trial.seeded.accountId, {
        kind: 'ended',
        providerRef: 'call_9',
        outcome: 'answered',
        providerReason: 'ok',
        talkSeconds: 61,
      }),
    ]);
    for (let tries = 0; tries < 2; tries++) {
      await foldAll(trial.deps);
      await jump(test, 5_100);
    }
  };
  const eventOf = async (trial: Trial): Promise<string | undefined> =>
    (
      await firstRow<{ state: string }>(
        test.db,
        sql`select state from provider_events where account_id = ${trial.seeded.accountId} and source = 'webhook'`,
      )
    )?.state;

  it('is read from the provider, whose answer names our attempt', async () => {
    const trial = await openTrial(test, 'SENDING');
    trial.provider.known.set('call_9', endedRecord(trial.attemptId, 'call_9'));
    await tellEnd(trial);
    expect(await trial.look()).toMatchObject({ state: 'DISPOSED', outcome: 'answered', providerRef: 'call_9' });
    await jump(test, 5_100);
    await foldAll(trial.deps);
    expect(await eventOf(trial)).toBe('folded');
    expect(await offences(test)).toEqual([]);
  });

  it.each<[string, ProviderRecord | null]>([
    ['the provider does not know it', null],
    ['it carries no correlator of ours', endedRecord(undefined, 'call_9')],
    ['its correlator is not one of ours', endedRecord('order-77', 'call_9')],
  ])('is filed as not ours when %s', async (_, known) => {
    const trial = await openTrial(test, 'SENDING');
    if (known) trial.provider.known.set('call_9', known);
    await tellEnd(trial);
    await trial.look();
    expect(await eventOf(trial)).toBe('not_ours');
    expect(await attemptsOf(test, trial.seeded.runId)).toMatchObject([{ providerRef: null, outcome: null }]);
  });

  it('waits on when the provider cannot be asked', async () => {
    const trial = await openTrial(test, 'SENDING');
    trial.provider.away = () => true;
    await tellEnd(trial);
    await trial.look();
    expect(await eventOf(trial)).toBe('new');
    trial.provider.away = () => false;
    trial.provider.known.set('call_9', endedRecord(trial.attemptId, 'call_9'));
    expect(await trial.look()).toMatchObject({ state: 'DISPOSED' });
  });
});
