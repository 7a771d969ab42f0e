import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { createInbox, type Inbox } from '../../../../engine/folding/inbox.ts';
import { acceptAll, foldAll, newFact } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let inbox: Inbox;
let accountId: string;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  inbox = createInbox(deps);
  ({ accountId } = await seedCampaign(deps, test, { contacts: 1, launch: false }));
});
afterAll(() => test.drop());

let messageRef = 0;
const textFrom = (fromPhone: string, text: string) =>
  newFact(accountId, { kind: 'sms_received', messageRef: `m${messageRef++}`, fromPhone, text });
const suppressed = async (): Promise<number[]> =>
  (await rows<{ phone: number }>(test.db, sql`select phone from suppressions order by phone`)).map(
    ({ phone }) => phone,
  );
const statesOf = async (): Promise<string[]> =>
  (await rows<{ state: string }>(test.db, sql`select distinct state from provider_events`)).map(({ state }) => state);

it.each([
  ['a name instead of a number', 'ACME', 'STOP', null],
  ['more digits than a number has', `+${'9'.repeat(20)}`, 'STOP', null],
  ['a NUL after the word', '+12125550111', 'STOP\0', 12_125_550_111],
  ['half a character after the word', '+12125550112', 'stop \uD83D', 12_125_550_112],
  [
    'a character on the edge of what is kept as evidence',
    '+12125550113',
    `please stop texting me ${'.'.repeat(176)}\u{1F600}`,
    12_125_550_113,
  ],
])('takes a stop word with %s, and the callback beside it', async (_, from, text, phone) => {
  const before = await suppressed();
  await inbox.receive([textFrom(from, text), textFrom('+12125550199', 'thanks')]);
  expect(await suppressed()).toEqual([...before, ...(phone === null ? [] : [phone])].toSorted((a, b) => a - b));
  await foldAll(deps);
  expect(await statesOf()).toEqual(['folded']);
});

it('leaves a backslash before the letters of a NUL as it is', async () => {
  await inbox.receive([textFrom('+12125550198', String.raw`C:\u0000 \ud83d`)]);
  await foldAll(deps);
  const kept = await rows(test.db, sql`select body from messages where from_phone = 12125550198`);
  expect(kept).toEqual([{ body: String.raw`C:\u0000 \ud83d` }]);
});

it('keeps a no that was spoken across the edge of what is kept as evidence', async () => {
  const { runId, accountId: ofCall } = await seedCampaign(deps, test, { contacts: 1 });
  const { ids } = await acceptAll(deps, runId);
  const says = `Please do not call me again ${'.'.repeat(171)}\u{1F600}`;
  await inbox.receive(
    ids.map((attemptId) => newFact(ofCall, { kind: 'transcript', attemptId, turns: [{ role: 'person', text: says }] })),
  );
  await foldAll(deps);
  const found = await rows(
    test.db,
    sql`select s.source from suppressions s join attempts a on a.phone = s.phone where a.run_id = ${runId}`,
  );
  expect(found).toEqual([{ source: 'speech' }]);
});
