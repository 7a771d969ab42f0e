import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rows } from '../../../../../db/rows.ts';
import { CHANNELS } from '../../../../../domain/channel.ts';
import { consentCovers, consentHeld, type ConsentEvent } from '../../../../../domain/law/consent-held.ts';
import { CONSENT_CLASSES } from '../../../../../domain/law/law-rule.ts';
import { CAMPAIGN_PURPOSES } from '../../../../../domain/purpose.ts';
import { consentHolds } from '../../../../../engine/consent/records/consent-holds.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

/** Few instants, so that ties and exact ends are common. */
const instantMs = fc.integer({ min: 1, max: 6 }).map((n) => Date.UTC(2026, 0, n));
const said = fc.record({
  kind: fc.constantFrom('given', 'given', 'revoked'),
  purpose: fc.constantFrom('', ...CAMPAIGN_PURPOSES),
  channel: fc.constantFrom('', ...CHANNELS),
  consentClass: fc.constantFrom(...CONSENT_CLASSES),
  happenedAtMs: instantMs,
  expiresAtMs: fc.option(instantMs),
});
const asked = fc.record({
  purpose: fc.constantFrom(...CAMPAIGN_PURPOSES, 'notice' as const),
  channel: fc.constantFrom(...CHANNELS),
  wanted: fc.constantFrom(...CONSENT_CLASSES),
  atMs: instantMs,
});

it('agrees with the function on random histories', async () => {
  let phone = 12_125_550_000;
  let yes = 0;
  let no = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(said, { maxLength: 6 }), { minLength: 20, maxLength: 20 }),
      fc.array(asked, { minLength: 20, maxLength: 20 }),
      async (histories, questions) => {
        const people = histories.map((history) => ({ phone: phone++, history }));
        const stored = await store(
          people.flatMap(({ phone: of, history }) => history.map((e) => ({ phone: of, ...e }))),
        );
        const cases = people.flatMap(({ phone: of }) => questions.map((question) => ({ phone: of, ...question })));
        const answers = await rows<{ holds: boolean }>(
          test.db,
          sql`
            select ${consentHolds(sql`q.phone`, sql`q.purpose`, sql`q.channel`, sql`q.wanted`, sql`from_ms(q.at)`)} as holds
            from jsonb_to_recordset(${JSON.stringify(cases.map((c, n) => ({ ...c, n, at: c.atMs })))}::jsonb)
              as q(n integer, phone bigint, purpose text, channel text, wanted text, at double precision)
            order by q.n`,
        );
        const told = cases.map((question) => {
          const events = stored.filter((event) => event.phone === question.phone);
          return consentCovers(consentHeld(events, question), question.wanted);
        });
        expect(answers.map(({ holds }) => holds)).toEqual(told);
        yes += told.filter((holds) => holds).length;
        no += told.filter((holds) => !holds).length;
      },
    ),
    { numRuns: 60 },
  );
  // Both answers came often enough for the agreement to mean something.
  expect(Math.min(yes, no)).toBeGreaterThan(1_000);
});

async function store(events: readonly object[]): Promise<(ConsentEvent & { phone: number })[]> {
  return await rows<ConsentEvent & { phone: number }>(
    test.db,
    sql`
      insert into consent_events (phone, kind, purpose, channel, consent_class, method, happened_at, expires_at, created_by)
      select phone, kind, purpose, channel, "consentClass", 'paper', from_ms("happenedAtMs"), from_ms("expiresAtMs"), 'test'
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e(phone bigint, kind text, purpose text, channel text,
        "consentClass" text, "happenedAtMs" double precision, "expiresAtMs" double precision)
      returning id, phone, kind, purpose, channel, consent_class as "consentClass", to_ms(happened_at) as "happenedAtMs",
        to_ms(expires_at) as "expiresAtMs"`,
  );
}

it('reads the index by phone and nothing else', async () => {
  const plan = await rows<{ 'QUERY PLAN': string }>(
    test.adminDb,
    sql`explain select ${consentHolds(sql`q.phone`, sql`'marketing'`, sql`'call'`, sql`'written'`, sql`q.now`)}
        from (values (12125550100::bigint, now())) as q(phone, now)`,
  );
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain('consent_events_phone_idx');
  expect(text).not.toContain('Seq Scan');
});
