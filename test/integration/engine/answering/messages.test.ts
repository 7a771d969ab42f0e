import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { inTransaction } from '../../../../db/transaction.ts';
import { confirmReview, dismissReview } from '../../../../engine/answering/decide-review.ts';
import { setReplies } from '../../../../engine/answering/replies.ts';
import { createSender } from '../../../../engine/dialing/sender.ts';
import { giveBack } from '../../../../engine/dialing/give-back.ts';
import { turn } from '../../../../engine/dialing/turn.ts';
import { listCampaigns } from '../../../../engine/reading/campaigns.ts';
import { listImports } from '../../../../engine/reading/imports.ts';
import { createWakes } from '../../../../engine/wakes.ts';
import { sayNo } from '../../../../engine/consent/say-no.ts';
import { suppress } from '../../../../engine/consent/suppress.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { assignReviews } from '../../../../engine/failures/assigning/assign-reviews.ts';
import { createInbox, type Inbox } from '../../../../engine/folding/inbox.ts';
import {
  acceptAll,
  balancesOf,
  claimAll,
  contactsOf,
  endAll,
  foldAll,
  jump,
  newFact,
  offences,
  passGate,
  phonesOf,
  plannedRun,
  sendAll,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let inbox: Inbox;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  inbox = createInbox(deps);
});
afterAll(() => test.drop());

const OURS = '+12125550100';
let messageRef = 0;
const textFrom = (to: Seeded, phone: number, text: string, at?: string) =>
  newFact(to.accountId, {
    kind: 'sms_received',
    messageRef: `m${messageRef++}`,
    fromPhone: `+${phone}`,
    toPhone: OURS,
    text,
    ...(at === undefined ? {} : { at }),
  });
const say = async (to: Seeded, phone: number, text: string, at?: string): Promise<void> => {
  await inbox.receive([textFrom(to, phone, text, at)]);
  await foldAll(deps);
};
const seed = (contacts = 1, options: Partial<Parameters<typeof seedCampaign>[2]> = {}): Promise<Seeded> =>
  seedCampaign(deps, test, { contacts, ...options, settings: { purpose: 'emergency', ...options.settings } });
const phoneOf = async (world: Seeded, place = 0): Promise<number> =>
  (await phonesOf(test, world.contactIds[place]))[0] ?? 0;
const noticesOf = async (phone: number): Promise<string[]> =>
  (await rows<{ kind: string }>(test.db, sql`select kind from notices where phone = ${phone} order by id`)).map(
    ({ kind }) => kind,
  );
const serviceRunOf = async ({ numberId }: Seeded): Promise<string> =>
  (
    await rows<{ id: string }>(
      test.db,
      sql`select r.id from runs r join campaigns c on c.id = r.campaign_id
          where r.kind = 'service' and c.settings -> 'steps' -> 0 ->> 'numberId' = ${numberId}`,
    )
  )[0]?.id ?? '';
const activeOf = async (phone: number): Promise<{ source: string }[]> =>
  await rows(test.db, sql`select source from suppressions where phone = ${phone} and lifted_at is null`);
const reviewOf = async (phone: number): Promise<{ id: string; state: string }> =>
  (
    await rows<{ id: string; state: string }>(
      test.db,
      sql`select id, state from reviews where phone = ${phone} order by id desc`,
    )
  )[0] ?? { id: '', state: 'none' };
const consentOf = async (phone: number): Promise<string[]> =>
  (
    await rows<{ kind: string }>(
      test.db,
      sql`select kind from consent_events where phone = ${phone} order by happened_at, id`,
    )
  ).map(({ kind }) => kind);

it('sends one confirmation for a STOP however often it is said and told, to a number that is suppressed', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  const stop = textFrom(world, phone, 'STOP');
  await inbox.receive([stop]);
  await inbox.receive([stop]);
  await foldAll(deps);
  await say(world, phone, 'Stop!');
  expect(await noticesOf(phone)).toEqual(['opt_out_confirmation']);
  expect(await contactsOf(test, world)).toEqual({ 'suppressed:opted_out': 1 });

  const runId = await serviceRunOf(world);
  const sent = await acceptAll(deps, runId);
  expect(sent.ids).toHaveLength(1);
  await foldAll(deps);
  expect(await contactsOf(test, { runId })).toEqual({ 'reached:sms_sent': 1 });
  expect(await consentOf(phone)).toEqual(['revoked', 'revoked']);
  expect(await offences(test)).toEqual([]);
});

it('takes the cost of a notice from the account like that of any text', async () => {
  const world = await seed(1, { topUpMicros: 1_000_000 });
  await say(world, await phoneOf(world), 'stop');
  const before = await balancesOf(test, world.accountId);
  await acceptAll(deps, await serviceRunOf(world));
  await foldAll(deps);
  const after = await balancesOf(test, world.accountId);
  expect(after['available']).toBeLessThan(before['available'] ?? 0);
});

it('sleeps between notices instead of finishing, and is woken by the next one', async () => {
  const world = await seed(2);
  const [first, second] = [await phoneOf(world), await phoneOf(world, 1)];
  const sender = createSender(deps);
  const takeTurn = async (runId: string) => {
    const answer = await turn(
      { ...deps, sender, wakes: createWakes(), mayDial: () => true },
      { runId, budgetMs: 400, heartbeat: () => {} },
    );
    await sender.drain();
    await foldAll(deps);
    return answer.kind;
  };
  const stateOf = async (runId: string) =>
    await rows(
      test.db,
      sql`select state, ended_at as ended, next_turn_at = 'infinity' as sleeps from runs where id = ${runId}`,
    );
  await say(world, first, 'STOP');
  const runId = await serviceRunOf(world);
  await takeTurn(runId);
  expect(await takeTurn(runId)).toBe('done');
  expect(await contactsOf(test, { runId })).toEqual({ 'reached:sms_sent': 1 });
  expect(await stateOf(runId)).toEqual([{ state: 'running', ended: null, sleeps: true }]);
  await say(world, second, 'STOP');
  expect(await serviceRunOf(world)).toBe(runId);
  expect(await stateOf(runId)).toMatchObject([{ state: 'running', sleeps: false }]);
  await takeTurn(runId);
  expect(await contactsOf(test, { runId })).toEqual({ 'reached:sms_sent': 2 });
  expect((await listImports(deps)).items.map(({ fileName }) => fileName)).not.toContain('notices');
  expect((await listCampaigns(deps)).items.map(({ runId: id }) => id)).not.toContain(runId);
});

it('goes on with the run that was paused because nothing could be sent, once something can', async () => {
  const world = await seed(2);
  await say(world, await phoneOf(world), 'stop');
  const runId = await serviceRunOf(world);
  await test.adminDb.execute(sql`update runs set state = 'paused', paused_by = 'system' where id = ${runId}`);
  await say(world, await phoneOf(world, 1), 'stop');
  const runs = await rows(
    test.db,
    sql`select r.id, r.state, r.paused_by from runs r join campaigns c on c.id = r.campaign_id
        where r.kind = 'service' and c.settings -> 'steps' -> 0 ->> 'numberId' = ${world.numberId}`,
  );
  expect(runs).toEqual([{ id: runId, state: 'running', paused_by: null }]);
  expect((await acceptAll(deps, runId)).ids).toHaveLength(2);
});

it('keeps no token of an agent that a provider sends back', async () => {
  const world = await seed();
  const fact = newFact(world.accountId, { kind: 'noted', name: 'call_started' });
  const inside = { metadata: { outdial_answer_token: 'abc_DEF-1', attempt_id: 'kept' } };
  const toolCall = { tool: 'report', arguments: JSON.stringify({ token: 'abc_DEF-1', said: 'kept' }) };
  for (const [index, raw] of [inside, JSON.stringify(inside), toolCall].entries()) {
    await inbox.receive([{ ...fact, dedupeKey: `raw:${index}`, raw }]);
  }
  const kept = await rows<{ raw: string }>(
    test.db,
    sql`select raw::text as raw from provider_events where dedupe_key like 'raw:%'`,
  );
  expect(kept).toHaveLength(3);
  for (const { raw } of kept) {
    expect(raw).toContain('kept');
    expect(raw).not.toContain('abc_DEF-1');
  }
});

it('waits with the confirmation for the call that the person is in, and gives it up after five minutes', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  const call = await acceptAll(deps, world.runId);
  await say(world, phone, 'STOP');
  const runId = await serviceRunOf(world);
  expect((await claimAll(deps, runId)).ids).toEqual([]);
  await endAll(deps, world, call.ids, 'answered');
  await jump(test, 20_000);
  expect((await claimAll(deps, runId)).ids).toHaveLength(1);

  const late = await seed();
  await say(late, await phoneOf(late), 'STOP');
  await jump(test, 301_000);
  expect((await claimAll(deps, await serviceRunOf(late))).ids).toEqual([]);
});

it('answers nothing where replies are off, where the carrier answers, and for an older no of somebody else', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  const actor = 'test';
  const off = [{ confirmOptOut: false }, { carrierAnswers: true }];
  for (const [index, replies] of off.entries()) {
    await setReplies(deps, { numberId: world.numberId, replies, actor });
    await say(world, phone + 1_000_000 + index, 'STOP');
    expect(await noticesOf(phone + 1_000_000 + index)).toEqual([]);
  }
  await setReplies(deps, { numberId: world.numberId, replies: null, actor });
  await jump(test, 301_000);
  await say(world, phone + 1_000_000, 'STOP');
  expect(await noticesOf(phone + 1_000_000)).toEqual([]);
  await suppress(deps, { phone, actor });
  await say(world, phone, 'STOP');
  expect(await noticesOf(phone)).toEqual([]);
});

it('leaves to the carrier the words that it answers itself, unless an operator knows better', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  const carrier = scriptedTelephony(undefined, { carrierAnswers: ['stop', 'help'] });
  const saidTo = async (from: number, text: string): Promise<string[]> => {
    await inbox.receive([textFrom(world, from, text)]);
    await foldAll({ ...deps, telephonyFor: async () => carrier });
    return await noticesOf(from);
  };
  expect(await saidTo(phone + 2_000_000, 'STOP')).toEqual([]);
  expect(await saidTo(phone + 2_000_001, 'please stop texting me')).toEqual(['opt_out_confirmation']);
  await setReplies(deps, { numberId: world.numberId, replies: { carrierAnswers: false }, actor: 'test' });
  expect(await saidTo(phone + 2_000_002, 'Stop.')).toEqual(['opt_out_confirmation']);
  const mute = scriptedTelephony(undefined, { channels: ['call'] });
  await inbox.receive([textFrom(world, phone + 2_000_003, 'STOP')]);
  await foldAll({ ...deps, telephonyFor: async () => mute });
  expect(await noticesOf(phone + 2_000_003)).toEqual([]);
});

it('falls back from the words of a number to those of the installation to the defaults', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  const actor = 'test';
  await setReplies(deps, { replies: { helpText: 'general', optInText: 'welcome' }, actor });
  await setReplies(deps, { numberId: world.numberId, replies: { helpText: 'own' }, actor });
  await say(world, phone, 'HELP');
  await setReplies(deps, { replies: null, actor });
  const texts = await rows(
    test.db,
    sql`select c.variables ->> 'text' as text from notices n join contacts c on c.id = n.contact_id where n.phone = ${phone}`,
  );
  expect(texts).toEqual([{ text: 'own' }]);
});

it('answers HELP once a day, also for those who said no', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  await say(world, phone, 'STOP');
  for (let i = 0; i < 3; i++) await say(world, phone, 'help');
  expect(await noticesOf(phone)).toEqual(['opt_out_confirmation', 'help']);
  await jump(test, 24 * 3_600_000);
  await say(world, phone, 'help');
  expect(await noticesOf(phone)).toEqual(['opt_out_confirmation', 'help', 'help']);
});

it('lifts with START what the person said, and not what an operator or a later word says', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  await say(world, phone, 'STOP');
  await say(world, phone, 'START');
  expect(await activeOf(phone)).toEqual([]);
  expect(await noticesOf(phone)).toEqual(['opt_out_confirmation', 'opt_in_confirmation']);
  expect(await consentOf(phone)).toEqual(['revoked', 'given']);

  // A START that was sent before the last STOP comes late.
  const earlier = new Date(Date.now() - 3_600_000).toISOString();
  await say(world, phone, 'STOP');
  await say(world, phone, 'START', earlier);
  expect(await activeOf(phone)).toEqual([{ source: 'sms' }]);

  const other = await seed();
  const ofOther = await phoneOf(other);
  await suppress(deps, { phone: ofOther, actor: 'test' });
  await say(other, ofOther, 'START');
  expect(await activeOf(ofOther)).toEqual([{ source: 'api' }]);
  expect(await noticesOf(ofOther)).toEqual([]);
});

it('does not say no again when a STOP is told once more after a START', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  const stop = textFrom(world, phone, 'STOP');
  await inbox.receive([stop]);
  await say(world, phone, 'START');
  await inbox.receive([stop]);
  expect(await activeOf(phone)).toEqual([]);
});

it('keeps a STOP that comes in at the very moment at which an earlier START is obeyed', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  await say(world, phone, 'STOP');
  await inbox.receive([textFrom(world, phone, 'START')]);
  let folded: Promise<void> | undefined;
  await inTransaction(deps.db, async (tx) => {
    const no = { phone, source: 'sms', evidence: 'STOP', by: 'person', certainty: 'certain' } as const;
    expect(await sayNo(tx, [no])).toEqual([]);
    folded ??= foldAll(deps);
    // Either it waits for this transaction, or it has read what was before it.
    await Promise.race([folded, new Promise((resolve) => setTimeout(resolve, 500))]);
  });
  await folded;
  expect(await activeOf(phone)).toEqual([{ source: 'sms' }]);
});

it('stops at once on a doubtful no, asks a person, and goes on when it is dismissed', async () => {
  const world = await seed(2);
  const phone = await phoneOf(world);
  await plannedRun(deps, world.runId);
  await inbox.receive([textFrom(world, phone, 'no thanks')]);
  // Before any fold: the gate that starts after the 200 sees it.
  const claimed = await claimAll(deps, world.runId);
  const verdicts = [...(await passGate(deps, claimed)).values()];
  expect(new Set(verdicts)).toEqual(new Set(['opted_out', null]));
  expect(verdicts).toHaveLength(2);
  await foldAll(deps);
  expect(await noticesOf(phone)).toEqual([]);
  expect(await consentOf(phone)).toEqual([]);
  const review = await reviewOf(phone);
  expect(review.state).toBe('open');

  const actor = 'test';
  await endGiven(world);
  const decided = await dismissReview(deps, { reviewId: review.id, reason: 'meant the offer', actor });
  expect(decided).toMatchObject({ state: 'dismissed', already: false, contactsReady: 1 });
  expect(await activeOf(phone)).toEqual([]);
  expect(await contactsOf(test, world)).toMatchObject({ ready: 1 });
  expect(await dismissReview(deps, { reviewId: review.id, reason: 'again', actor })).toMatchObject({ already: true });
  await expect(confirmReview(deps, { reviewId: review.id, actor })).rejects.toMatchObject({ code: 'review_decided' });
  expect(await sendAll(deps, world.runId)).toMatchObject({ ids: [expect.any(String)] });
});

/** The contact whose gate said no ends, as the sender would have it end. */
async function endGiven(world: Seeded): Promise<void> {
  const intents = await rows<{ id: string }>(
    test.db,
    sql`select id from attempts where run_id = ${world.runId} and state = 'INTENT'`,
  );
  await giveBack(
    deps,
    intents.map(({ id }) => ({ attemptId: id, reason: 'opted_out' as const })),
    { state: 'INTENT' },
  );
}

it('gives back, too, who is on a list that no campaign has taken yet', async () => {
  const world = await seed(1, { launch: false });
  const phone = await phoneOf(world);
  await test.adminDb.execute(
    sql`update contact_states set run_id = null, state = 'ready' where contact_id = ${world.contactIds[0] ?? 0}`,
  );
  const states = async () =>
    await rows(test.db, sql`select state, reason from contact_states where contact_id = ${world.contactIds[0] ?? 0}`);
  await say(world, phone, 'not interested');
  expect(await states()).toEqual([{ state: 'suppressed', reason: 'opt_out_doubtful' }]);
  const { id } = await reviewOf(phone);
  expect(await dismissReview(deps, { reviewId: id, reason: 'meant the offer', actor: 'test' })).toMatchObject({
    contactsReady: 1,
  });
  expect(await states()).toEqual([{ state: 'ready', reason: null }]);
});

it('ends what waits with the reason that it is doubtful', async () => {
  const world = await seed();
  await plannedRun(deps, world.runId);
  await say(world, await phoneOf(world), 'wrong number');
  expect(await contactsOf(test, world)).toEqual({ 'suppressed:opt_out_doubtful': 1 });
  const review = await reviewOf(await phoneOf(world));
  await confirmReview(deps, { reviewId: review.id, actor: 'test' });
  expect(await activeOf(await phoneOf(world))).toEqual([{ source: 'sms' }]);
  expect(await consentOf(await phoneOf(world))).toEqual(['revoked']);
});

it('takes clear words after doubtful ones for the answer: nobody can dismiss them', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  await say(world, phone, 'not interested');
  await say(world, phone, 'STOP');
  const review = await reviewOf(phone);
  expect(review.state).toBe('confirmed');
  await expect(dismissReview(deps, { reviewId: review.id, reason: 'x', actor: 'test' })).rejects.toMatchObject({
    code: 'review_decided',
  });
  expect(await activeOf(phone)).toHaveLength(1);
});

it.each(['STOP', 'START'])('relieves whoever looks after doubtful words when %s settles them', async (word) => {
  const world = await seed();
  const phone = await phoneOf(world);
  await say(world, phone, 'not interested');
  const { id } = await reviewOf(phone);
  const [user] = await rows<{ id: string }>(
    test.adminDb,
    sql`insert into users (email, name, role, created_by) values (${`${word}@example.com`}, 'Ann', 'operator', 'test') returning id`,
  );
  await assignReviews(deps, { what: { reviewIds: [id] }, userId: user?.id ?? null, actor: 'test' });
  await say(world, phone, word);
  expect(
    await rows(test.adminDb, sql`select ended_by as by from assignments where key = ${id} and ended_at is not null`),
  ).toEqual([{ by: 'person' }]);
});

it('lets one of two deciders win and tells the other', async () => {
  const world = await seed();
  const phone = await phoneOf(world);
  for (let round = 0; round < 8; round++) {
    await say(world, phone + 5_000 + round, 'no thanks');
    const { id: reviewId } = await reviewOf(phone + 5_000 + round);
    const results = await Promise.allSettled([
      confirmReview(deps, { reviewId, actor: 'one' }),
      dismissReview(deps, { reviewId, reason: 'fine', actor: 'two' }),
    ]);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    const confirmed = results[0]?.status === 'fulfilled';
    expect(await activeOf(phone + 5_000 + round)).toHaveLength(confirmed ? 1 : 0);
  }
});

it('doubts words of a call: the person is left alone, the call counts as what it was, one question is asked', async () => {
  const world = await seed(1);
  const phone = await phoneOf(world);
  const call = await acceptAll(deps, world.runId);
  const transcript = (attemptId: string) =>
    newFact(world.accountId, {
      kind: 'transcript',
      attemptId,
      turns: [{ role: 'person', text: 'Wrong number, sorry.' }],
    });
  await inbox.receive(call.ids.map(transcript));
  await endAll(deps, world, call.ids, 'answered');
  await inbox.receive(call.ids.map(transcript));
  await foldAll(deps);
  expect(await activeOf(phone)).toEqual([{ source: 'speech' }]);
  expect(await contactsOf(test, world)).toEqual({ 'reached:answered': 1 });
  const { id: reviewId } = await reviewOf(phone);
  await dismissReview(deps, { reviewId, reason: 'meant the street number', actor: 'test' });
  await inbox.receive(call.ids.map(transcript));
  await foldAll(deps);
  expect(await activeOf(phone)).toEqual([]);
  expect(await offences(test)).toEqual([]);
});
