import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { createInbox } from '../../../../engine/folding/inbox.ts';
import { ProviderReadError, type ParsedEvent, type Telephony } from '../../../../engine/ports.ts';
import { readReceivedTexts } from '../../../../engine/reconciling/read-received-texts.ts';
import { foldAll } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

const PAGE = 3;

let test: TestDb;
let deps: EngineDeps;
let accountId: string;
/** What the provider holds, the oldest first, and which pages were asked for. */
let texts: ParsedEvent[] = [];
let asked: string[] = [];
let serial = 0;

const telephony: Telephony = {
  ...scriptedTelephony(),
  listReceivedTexts: async ({ cursor }) => {
    asked.push(cursor ?? 'first');
    const from = Number(cursor ?? 0);
    const events = texts.toReversed().slice(from, from + PAGE);
    return from + PAGE < texts.length ? { events, nextCursor: String(from + PAGE) } : { events };
  },
};
const say = (text: string, phone = 12_125_559_000 + serial): ParsedEvent => {
  const messageRef = `msg_${serial++}`;
  const event: ParsedEvent = {
    dedupeKey: `sms.received:${messageRef}`,
    fact: { kind: 'sms_received', messageRef, fromPhone: String(phone), text, at: new Date().toISOString() },
  };
  texts.push(event);
  return event;
};
const suppressed = async (): Promise<number[]> =>
  (
    await rows<{ phone: number }>(test.db, sql`select phone from suppressions where lifted_at is null order by phone`)
  ).map(({ phone }) => phone);

beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, telephony);
  ({ accountId } = await seedCampaign(deps, test, { contacts: 1, channel: 'sms' }));
});
beforeEach(() => {
  texts = [];
  asked = [];
});
afterAll(async () => await test.drop());

it('hears a STOP of which no callback told, once, and keeps what else was written', async () => {
  for (const words of ['hello', 'yes', 'STOP', 'thanks']) say(words);
  expect(await readReceivedTexts(deps, accountId)).toBe(4);
  expect(await suppressed()).toEqual([12_125_559_002]);
  expect(await readReceivedTexts(deps, accountId)).toBe(0);
  await foldAll(deps);
  const kept = await rows<{ body: string }>(test.db, sql`select body from messages order by provider_ref`);
  expect(kept.map(({ body }) => body)).toEqual(['hello', 'yes', 'STOP', 'thanks']);
});

it('reads no further than the first page that it knows in whole', async () => {
  for (let i = 0; i < 9; i++) say('hello');
  await readReceivedTexts(deps, accountId);
  expect(asked).toEqual(['first', '3', '6']);
  asked = [];
  say('one more');
  expect(await readReceivedTexts(deps, accountId)).toBe(1);
  expect(asked).toEqual(['first', '3']);
});

it('finds the one that was lost between two that callbacks told', async () => {
  const [first, lost, last] = [say('hello'), say('STOP'), say('bye')];
  await createInbox(deps).receive([first, last].map((event) => ({ accountId, source: 'webhook' as const, ...event })));
  expect(await readReceivedTexts(deps, accountId)).toBe(1);
  expect(lost.fact.kind === 'sms_received' && (await suppressed()).includes(Number(lost.fact.fromPhone))).toBe(true);
});

it('keeps nothing of a reading that broke off, so that the next one begins anew', async () => {
  for (let i = 0; i < 6; i++) say('STOP');
  const broken: Telephony = {
    ...telephony,
    listReceivedTexts: async (query) => {
      if (query.cursor !== undefined) throw new ProviderReadError('down', { retryable: true });
      return await telephony.listReceivedTexts(query);
    },
  };
  const before = await suppressed();
  await expect(readReceivedTexts({ ...deps, telephonyFor: async () => broken }, accountId)).rejects.toThrow('down');
  expect(await suppressed()).toEqual(before);
  expect(await readReceivedTexts(deps, accountId)).toBe(6);
});

it('asks nothing of an account that has no texts', async () => {
  const calls = scriptedTelephony(undefined, { channels: ['call'] });
  expect(
    await readReceivedTexts(
      { ...deps, telephonyFor: async () => ({ ...telephony, capabilities: calls.capabilities }) },
      accountId,
    ),
  ).toBe(0);
  expect(asked).toEqual([]);
});
