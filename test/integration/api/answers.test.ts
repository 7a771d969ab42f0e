import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../db/rows.ts';
import type { PlaceCall } from '../../../engine/ports.ts';
import { answerToken } from '../../../engine/answering/answer-token.ts';
import { createSender } from '../../../engine/dialing/sender.ts';
import { claim } from '../../../engine/dialing/claim.ts';
import {
  acceptAll,
  claimAll,
  contactsOf,
  endAll,
  foldAll,
  jump,
  passGate,
  phonesOf,
  plannedRun,
} from '../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../support/scripted-telephony.ts';
import { joinPeople, seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

const placed: PlaceCall[] = [];
const telephony = scriptedTelephony();
let world: ApiWorld;
beforeAll(async () => {
  const placeCall: typeof telephony.placeCall = (request, control) => {
    placed.push(request);
    return telephony.placeCall(request, control);
  };
  world = await openApi({ telephony: { placeCall }, engine: { publicUrl: 'https://calls.example' } });
});
afterAll(() => world.close());

const seed = (contacts = 1): Promise<Seeded> =>
  seedCampaign(world.engine, world.test, { contacts, settings: { purpose: 'emergency' } });
const tokenOf = (attemptId = ''): string => answerToken(world.engine.secrets, attemptId);
const answer = (body: unknown) => world.ask('POST', '/v1/answers', { body, key: null });
const phoneOf = async (seeded: Seeded): Promise<number> => (await phonesOf(world.test, seeded.contactIds[0]))[0] ?? 0;

it('hands the token to the agent of a call and stores it nowhere', async () => {
  const { runId } = await seed();
  const run = await plannedRun(world.engine, runId);
  const [step] = run.steps;
  if (!step) throw new Error('no step');
  const sender = createSender(world.engine);
  sender.submit(run, step, await claim(world.engine, { run, step, sender: sender.id, batch: 10 }));
  await sender.drain();
  const [request] = placed;
  expect(request?.variables).toEqual({
    outdial_answer_token: tokenOf(request?.attemptId),
    outdial_answer_url: 'https://calls.example/v1/answers',
  });
  const kept = await rows(world.test.db, sql`select id from attempts a where a::text like ${'%outdial_answer%'}`);
  expect(kept).toEqual([]);
  expect((await answer({ token: request?.variables?.['outdial_answer_token'], meaning: 'confirm' })).body).toEqual({
    meaning: 'confirm',
    already: false,
    optedOut: false,
  });
});

it('holds a no before it answers 200: a gate that starts after it sees it', async () => {
  const call = await seed(2);
  const claimed = await claimAll(world.engine, call.runId);
  const [first, second] = claimed.ids;
  await joinPeople(world.test, call.contactIds.slice(0, 1), call.contactIds.slice(1));
  expect((await passGate(world.engine, { ...claimed, ids: [first ?? ''] })).get(first ?? '')).toBeNull();
  expect((await answer({ token: tokenOf(first), digits: '9' })).body).toEqual({
    meaning: 'opt_out',
    already: false,
    optedOut: true,
  });
  // Nothing was folded in between.
  expect((await passGate(world.engine, { ...claimed, ids: [second ?? ''] })).get(second ?? '')).toBe('opted_out');
});

it('tells the attempt how it went, revokes consent, and counts a report once', async () => {
  const call = await seed();
  const phone = await phoneOf(call);
  const { ids } = await acceptAll(world.engine, call.runId);
  const report = { token: tokenOf(ids[0]), said: 'Please take me off your list' };
  expect((await answer(report)).body).toMatchObject({ optedOut: true, already: false });
  expect((await answer(report)).body).toMatchObject({ optedOut: true, already: true });
  await endAll(world.engine, call, ids, 'answered');
  expect(await contactsOf(world.test, call)).toEqual({ 'suppressed:opted_out': 1 });
  const consent = await rows(world.test.db, sql`select kind, method from consent_events where phone = ${phone}`);
  expect(consent).toEqual([{ kind: 'revoked', method: 'speech' }]);
  expect(await rows(world.test.db, sql`select source from answers where attempt_id = ${ids[0]}`)).toEqual([
    { source: 'speech' },
  ]);
});

it('asks a person about keys and words that nobody understands', async () => {
  const call = await seed();
  const { ids } = await acceptAll(world.engine, call.runId);
  const token = tokenOf(ids[0]);
  expect((await answer({ token, digits: '7' })).body).toMatchObject({ meaning: 'unclear', optedOut: false });
  expect((await answer({ token, said: 'wrong number' })).body).toMatchObject({ meaning: 'opt_out', optedOut: true });
  await foldAll(world.engine);
  const phone = `+${await phoneOf(call)}`;
  const { body } = await world.ask('GET', '/v1/reviews');
  const items = (Array.isArray(body['items']) ? body['items'] : []).filter((item) => item.phone === phone);
  expect(items).toMatchObject([
    { kind: 'opt_out', evidence: 'wrong number', attemptId: ids[0], state: 'open' },
    { kind: 'answer', evidence: 'pressed 7', suppressionId: null },
  ]);
  const path = `/v1/reviews/${items[0].id}`;
  expect((await world.ask('POST', `${path}/dismiss`, { body: {} })).status).toBe(400);
  expect(
    (await world.ask('POST', `${path}/dismiss`, { body: { reason: 'no' }, key: await world.keyWith('read') })).status,
  ).toBe(403);
  expect((await world.ask('POST', `${path}/dismiss`, { body: { reason: 'meant the street' } })).status).toBe(200);
  const late = await world.ask('POST', `${path}/confirm`, { body: {} });
  expect([late.status, late.field('code')]).toEqual([409, 'review_decided']);
  expect((await world.ask('POST', `/v1/reviews/${items[1].id}/confirm`, { body: {} })).status).toBe(200);
});

it('refuses tokens of nothing that was sent, old ones, and what says nothing', async () => {
  const call = await seed(2);
  const claimed = await claimAll(world.engine, call.runId);
  const intent = await answer({ token: tokenOf(claimed.ids[0]), digits: '9' });
  expect([intent.status, intent.field('code')]).toEqual([404, 'answer_token_unknown']);
  const forged = await answer({ token: 'x'.repeat(43), digits: '9' });
  expect([forged.status, forged.field('code')]).toEqual([404, 'answer_token_unknown']);
  await passGate(world.engine, claimed);
  expect((await answer({ token: tokenOf(claimed.ids[0]) })).status).toBe(400);
  expect((await answer({ token: tokenOf(claimed.ids[0]), digits: '9', more: 1 })).status).toBe(400);
  expect((await answer({ token: tokenOf(claimed.ids[0]), said: 'x'.repeat(9_000) })).status).toBe(413);
  const garbled = await answer({ token: tokenOf(claimed.ids[0]), said: 'stop \u0000 calling me \ud83d' });
  expect([garbled.status, garbled.body]).toEqual([200, expect.objectContaining({ optedOut: true })]);
  const body = { phone: '+12025550199', evidence: 'said \u0000 so' };
  const unstorable = await world.ask('POST', '/v1/suppressions', { body });
  expect([unstorable.status, unstorable.field('code')]).toEqual([400, 'characters_unreadable']);
  await jump(world.test, 25 * 3_600_000);
  const old = await answer({ token: tokenOf(claimed.ids[0]), digits: '9' });
  expect([old.status, old.field('code')]).toEqual([410, 'answer_token_expired']);
});

it('bounds how often one call reports, and no other call with it', async () => {
  const call = await seed(2);
  const { ids } = await acceptAll(world.engine, call.runId);
  const statuses: number[] = [];
  for (let i = 0; i < 31; i++) statuses.push((await answer({ token: tokenOf(ids[0]), meaning: 'confirm' })).status);
  expect(statuses.slice(-2)).toEqual([200, 429]);
  expect((await answer({ token: tokenOf(ids[1]), meaning: 'confirm' })).status).toBe(200);
});

it('shows and changes the replies of all numbers and of one', async () => {
  const { numberId } = await seed();
  const general = await world.ask('PUT', '/v1/replies', { body: { replies: { helpText: 'Ask us at the desk.' } } });
  expect(general.body).toMatchObject({ own: { helpText: 'Ask us at the desk.' }, effective: { confirmOptOut: true } });
  const path = `/v1/numbers/${numberId}/replies`;
  expect((await world.ask('GET', path)).body).toMatchObject({
    own: null,
    effective: { helpText: 'Ask us at the desk.' },
  });
  await world.ask('PUT', path, { body: { replies: { carrierAnswers: true } } });
  expect((await world.ask('GET', path)).body).toMatchObject({ effective: { carrierAnswers: true } });
  expect((await world.ask('PUT', path, { body: { replies: { surprise: 1 } } })).status).toBe(400);
  const unknown = await world.ask('GET', '/v1/numbers/01a214db-dfbd-75b5-ac62-72b96bf8574a/replies');
  expect([unknown.status, unknown.field('code')]).toEqual([404, 'unknown_number']);
});
