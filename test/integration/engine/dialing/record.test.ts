import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { Fact } from '../../../../domain/fact.ts';
import type { Refusal } from '../../../../domain/refusal.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { record } from '../../../../engine/dialing/record.ts';
import { writeFacts } from '../../../../engine/folding/inbox.ts';
import type { PlaceResult } from '../../../../engine/ports.ts';
import {
  attemptsOf,
  balancesOf,
  claimAll,
  contactsOf,
  foldAll,
  jump,
  newFact,
  offences,
  refOf,
  sendAll,
  type Claimed,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded, type SeedOptions } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

interface Sent {
  seeded: Seeded;
  claimed: Claimed;
  attemptId: string;
}

/** One attempt in SENDING. */
async function oneSending(options: Partial<SeedOptions> = {}): Promise<Sent> {
  const seeded = await seedCampaign(deps, test, { contacts: 1, ...options });
  const claimed = await sendAll(deps, seeded.runId);
  const [attemptId] = claimed.ids;
  if (!attemptId) throw new Error('nobody was claimed');
  return { seeded, claimed, attemptId };
}

const accepted = (attemptId: string): PlaceResult => ({
  kind: 'accepted',
  providerRef: refOf(attemptId),
  startedAtMs: Date.now(),
});
const refused = (refusal: Refusal): PlaceResult => ({
  kind: 'refused',
  refusal,
  message: 'no',
  startedAtMs: Date.now(),
});
const recordOne = ({ claimed, attemptId }: Sent, result: PlaceResult, sender = claimed.sender): Promise<void> =>
  record(deps, sender, [{ attemptId, result }]);
const tell = async ({ seeded }: Sent, fact: Fact): Promise<void> => {
  await writeFacts(test.db, [newFact(seeded.accountId, fact)]);
  await foldAll(deps);
};

describe('the record of an answer', () => {
  it('that comes after the call has ended keeps the end and adds the provider id', async () => {
    const sent = await oneSending();
    await tell(sent, {
      kind: 'ended',
      attemptId: sent.attemptId,
      outcome: 'answered',
      providerReason: 'ok',
      talkSeconds: 20,
      transcriptExpected: true,
    });
    await recordOne(sent, accepted(sent.attemptId));
    expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([
      { state: 'ENDED', outcome: 'answered', providerRef: refOf(sent.attemptId), costMicros: 50_000 },
    ]);
    await tell(sent, { kind: 'transcript', providerRef: refOf(sent.attemptId), turns: [] });
    expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([{ state: 'DISPOSED' }]);
    expect(await offences(test)).toEqual([]);
  });

  it.each<[string, PlaceResult]>([
    ['a refusal', refused('invalid')],
    ['an ambiguous answer', { kind: 'ambiguous', message: 'cut', startedAtMs: Date.now() }],
    ['proof that nothing left', { kind: 'not_sent', message: 'deadline' }],
  ])('does not undo what the provider has told since: %s', async (_, result) => {
    const sent = await oneSending();
    await tell(sent, { kind: 'accepted', attemptId: sent.attemptId, providerRef: refOf(sent.attemptId) });
    await recordOne(sent, result);
    expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([
      { state: 'ACCEPTED', providerRef: refOf(sent.attemptId) },
    ]);
    expect(await contactsOf(test, sent.seeded)).toEqual({ in_flight: 1 });
  });

  it.each<[string, PlaceResult]>([
    ['accepted', accepted(randomUUID())],
    ['refused', refused('invalid')],
    ['ambiguous', { kind: 'ambiguous', message: 'cut', startedAtMs: Date.now() }],
    ['not sent', { kind: 'not_sent', message: 'deadline' }],
  ])('of another sender is ignored: %s', async (_, result) => {
    const sent = await oneSending();
    const before = await attemptsOf(test, sent.seeded.runId);
    await recordOne(sent, result, randomUUID());
    expect(await attemptsOf(test, sent.seeded.runId)).toEqual(before);
    expect(before).toMatchObject([{ state: 'SENDING', providerRef: null }]);
    expect(await contactsOf(test, sent.seeded)).toEqual({ in_flight: 1 });
  });

  it('is the same when it is written twice', async () => {
    const sent = await oneSending();
    await recordOne(sent, accepted(sent.attemptId));
    const once = await attemptsOf(test, sent.seeded.runId);
    await recordOne(sent, accepted(sent.attemptId));
    expect(await attemptsOf(test, sent.seeded.runId)).toEqual(once);
  });

  it('ends a text that has no receipts', async () => {
    const sent = await oneSending({ channel: 'sms' });
    await recordOne(sent, accepted(sent.attemptId));
    await foldAll(deps);
    expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([
      { state: 'DISPOSED', outcome: 'sms_sent', providerRef: refOf(sent.attemptId) },
    ]);
    expect(await contactsOf(test, sent.seeded)).toEqual({ 'reached:sms_sent': 1 });
    expect(await offences(test)).toEqual([]);
  });
});

describe('proof that no byte left', () => {
  it.each(['SENDING', 'UNKNOWN'])('takes the attempt back from %s: no dial, no cost, planned again', async (state) => {
    const sent = await oneSending();
    // The reconciler may have been faster with its doubt than a sender that stood still.
    if (state === 'UNKNOWN') await tell(sent, { kind: 'ambiguous', attemptId: sent.attemptId, message: 'no answer' });
    expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([{ state }]);
    await recordOne(sent, { kind: 'not_sent', message: 'deadline' });
    expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([{ state: 'VOID', reason: 'deadline' }]);
    expect(await contactsOf(test, sent.seeded)).toEqual({ 'waiting:not_sent': 1 });
    expect(await balancesOf(test, sent.seeded.accountId)).toMatchObject({ spent: 0 });
    // A provider that could not be reached may get a moment of peace.
    await jump(test, 11_000);
    const again = await claimAll(deps, sent.seeded.runId);
    expect(again.ids).toHaveLength(1);
    expect(await rows(test.db, sql`select ordinal from attempts where id = ${again.ids[0] ?? ''}`)).toEqual([
      { ordinal: 1 },
    ]);
    expect(await offences(test)).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each(['rate_limited', 'no_credit', 'unauthorised', 'not_found'] as const)(
    'of the account (%s) gives the contact back unburned and opens the breaker',
    async (refusal) => {
      const sent = await oneSending();
      await recordOne(sent, refused(refusal));
      expect(await attemptsOf(test, sent.seeded.runId)).toMatchObject([
        { state: 'REFUSED', reason: `${refusal}: no`, costMicros: null },
      ]);
      expect(await contactsOf(test, sent.seeded)).toEqual({ [`waiting:refused:${refusal}`]: 1 });
      expect(
        await rows(
          test.db,
          sql`select s.attempts_made as made, p.breaker_state as breaker from contact_states s, provider_accounts p
              where s.run_id = ${sent.seeded.runId} and p.id = ${sent.seeded.accountId}`,
        ),
      ).toEqual([{ made: 0, breaker: 'open' }]);
      expect(await offences(test)).toEqual([]);
    },
  );

  it('of the contact ends it, and leaves the breaker closed', async () => {
    const sent = await oneSending();
    await recordOne(sent, refused('invalid'));
    expect(await contactsOf(test, sent.seeded)).toEqual({ 'failed:call_rejected': 1 });
    expect(
      await rows(
        test.db,
        sql`select breaker_state as state from provider_accounts where id = ${sent.seeded.accountId}`,
      ),
    ).toEqual([{ state: 'closed' }]);
    expect(await offences(test)).toEqual([]);
  });

  it('because the carrier blocks the recipient suppresses the person', async () => {
    const sent = await oneSending({ channel: 'sms' });
    await recordOne(sent, refused('opted_out'));
    expect(await contactsOf(test, sent.seeded)).toEqual({ 'suppressed:sms_opted_out': 1 });
    expect(
      await rows(
        test.db,
        sql`select s.created_by as by from suppressions s join contacts c on c.phone = s.phone where c.id = ${sent.seeded.contactIds[0] ?? 0}`,
      ),
    ).toEqual([{ by: 'provider' }]);
    expect(await offences(test)).toEqual([]);
  });
});

describe('the breaker of an account', () => {
  it('opens at the fifth ambiguous answer in a row', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 5 });
    const { ids, sender } = await sendAll(deps, seeded.runId);
    const breaker = async (): Promise<unknown> =>
      (
        await rows<{ state: string }>(
          test.db,
          sql`select breaker_state as state from provider_accounts where id = ${seeded.accountId}`,
        )
      )[0]?.state;
    const doubt: PlaceResult = { kind: 'ambiguous', message: 'cut', startedAtMs: Date.now() };
    await record(
      deps,
      sender,
      ids.slice(0, 4).map((attemptId) => ({ attemptId, result: doubt })),
    );
    expect(await breaker()).toBe('closed');
    await record(
      deps,
      sender,
      ids.slice(4).map((attemptId) => ({ attemptId, result: doubt })),
    );
    expect(await breaker()).toBe('open');
  });

  it('sends one probe after its wait although earlier calls are still being talked in', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 6, maxConcurrentCalls: 3 });
    const { ids, sender } = await sendAll(deps, seeded.runId);
    const [talking, limited, ...rest] = ids;
    if (!talking || !limited) throw new Error('not everybody was claimed');
    await record(deps, sender, [
      { attemptId: talking, result: accepted(talking) },
      ...[limited, ...rest].map((attemptId) => ({ attemptId, result: refused('rate_limited') })),
    ]);
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
    await test.db.execute(sql`update provider_accounts set resume_at = outdial_now() where id = ${seeded.accountId}`);
    const probe = await claimAll(deps, seeded.runId);
    expect(probe.ids).toHaveLength(1);
    // One at a time: nothing more before it is answered.
    expect((await claimAll(deps, seeded.runId)).ids).toEqual([]);
  });
});
