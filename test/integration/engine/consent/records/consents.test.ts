import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../../db/rows.ts';
import type { ConsentDraft } from '../../../../../engine/consent/records/check-consent.ts';
import { listConsent } from '../../../../../engine/consent/records/list-consent.ts';
import { MAX_CONSENTS, recordConsents } from '../../../../../engine/consent/records/record-consent.ts';
import { revokeConsent } from '../../../../../engine/consent/records/revoke-consent.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(() => test.drop());

let lastPhone = 12_125_551_000;
const newPhone = (): number => ++lastPhone;
const GIVEN_AT_MS = Date.UTC(2026, 0, 2, 15);
const draft = (said: Partial<ConsentDraft> = {}): ConsentDraft => ({
  phone: newPhone(),
  purpose: 'marketing',
  channel: '',
  consentClass: 'written',
  method: 'web_form',
  textShown: 'I agree to be called.',
  evidence: 'form 17',
  happenedAtMs: GIVEN_AT_MS,
  expiresAtMs: null,
  ...said,
});
const record = (...items: ConsentDraft[]) => recordConsents(test, { items, actor: 'test' });
const heldFor = async (phone: number) =>
  (await listConsent(test, { phone })).holds
    .filter(({ held }) => held)
    .map(({ purpose, channel, consentClass }) => `${purpose} ${channel} ${consentClass}`);
const nowMs = async (): Promise<number> =>
  (await firstRow<{ ms: number }>(test.db, sql`select to_ms(outdial_now()) as ms`))?.ms ?? 0;

describe('recordConsents', () => {
  it('keeps who, when, how, the text, the evidence, and says what holds now per purpose and channel', async () => {
    const item = draft({ expiresAtMs: Date.UTC(2099, 0, 1) });
    expect(await record(item)).toMatchObject({ recorded: 1, already: 0, refused: 0, results: [{ index: 0 }] });
    const told = await listConsent(test, { phone: item.phone });
    expect(told.phone).toBe(`+${item.phone}`);
    expect(told.events).toEqual([
      {
        id: expect.any(String),
        kind: 'given',
        purpose: 'marketing',
        channel: '',
        consentClass: 'written',
        method: 'web_form',
        textShown: 'I agree to be called.',
        evidence: 'form 17',
        happenedAt: '2026-01-02T15:00:00.000Z',
        expiresAt: '2099-01-01T00:00:00.000Z',
        createdBy: 'test',
        createdAt: expect.any(String),
        importId: null,
        rowNumber: null,
      },
    ]);
    expect(await heldFor(item.phone)).toEqual(['marketing call written', 'marketing sms written']);
    expect(told.holds).toHaveLength(6);
    expect(told.holds[0]).toMatchObject({ since: '2026-01-02T15:00:00.000Z', eventId: told.events[0]?.id });
  });

  it('names each bad one by its index and writes the others', async () => {
    const future = (await nowMs()) + 60_000;
    const answer = await record(
      draft(),
      draft({ purpose: 'spam' }),
      draft({ purpose: 'notice' }),
      draft({ channel: 'fax' }),
      draft({ consentClass: 'none' }),
      draft({ consentClass: 'verbal' }),
      draft({ method: ' ' }),
      draft({ happenedAtMs: future }),
      draft({ happenedAtMs: Number.NaN }),
      draft({ expiresAtMs: GIVEN_AT_MS }),
      draft({ expiresAtMs: Number.NaN }),
      draft({ phone: Number.NaN }),
      draft({ purpose: '', channel: 'sms', consentClass: 'express' }),
    );
    expect(answer).toMatchObject({ recorded: 2, refused: 11 });
    expect(answer.results.map((result) => ('code' in result ? result.code : 'ok'))).toEqual([
      'ok',
      'unknown_purpose',
      'unknown_purpose',
      'unknown_channel',
      'unknown_class',
      'unknown_class',
      'method_missing',
      'in_the_future',
      'bad_instant',
      'expires_before_given',
      'bad_instant',
      'bad_phone',
      'ok',
    ]);
    expect(answer.results.map(({ index }) => index)).toEqual([...answer.results.keys()]);
  });

  it('writes the very same statement once, in one request and over two', async () => {
    const item = draft();
    const first = await record(item, item);
    expect(first).toMatchObject({ recorded: 1, already: 1 });
    const again = await record(item);
    expect(again).toMatchObject({ recorded: 0, already: 1 });
    expect(again.results[0]).toEqual({ ...first.results[0], already: true });
    expect((await listConsent(test, { phone: item.phone })).events).toHaveLength(1);
  });

  it('lets the one that was sent later count of two at the same instant', async () => {
    const phone = newPhone();
    await record(draft({ phone, consentClass: 'written' }), draft({ phone, consentClass: 'express' }));
    expect(await heldFor(phone)).toEqual(['marketing call express', 'marketing sms express']);
  });

  it('takes whatever text a form holds', async () => {
    const item = draft({ textShown: 'a\u0000b "c" \ud800' });
    expect(await record(item)).toMatchObject({ recorded: 1 });
  });

  it('refuses more than a request can hold', async () => {
    const items = Array.from({ length: MAX_CONSENTS + 1 }, () => draft());
    await expect(record(...items)).rejects.toMatchObject({ code: 'too_many_consents' });
  });

  it('leaves a line in the audit trail, without numbers', async () => {
    await record(draft());
    const [line] = await rows<{ details: object; actor: string }>(
      test.db,
      sql`select actor, details from audit_entries where action = 'consent.record' order by id desc limit 1`,
    );
    expect(line).toEqual({ actor: 'test', details: { recorded: 1, already: 0, refused: 0 } });
  });
});

describe('revokeConsent', () => {
  it('ends what it names from now on and leaves what was said before', async () => {
    const { phone } = draft();
    await record(draft({ phone, purpose: '' }));
    const revoked = await revokeConsent(test, {
      phone,
      purpose: 'marketing',
      channel: 'sms',
      reason: 'mail',
      actor: 'a',
    });
    expect(revoked).toMatchObject({ inFlight: 0, mayStillBegin: 0, lastCanEndAt: null });
    expect(await heldFor(phone)).toEqual([
      'marketing call written',
      'informational call written',
      'informational sms written',
      'emergency call written',
      'emergency sms written',
    ]);
    await revokeConsent(test, { phone, reason: 'called in', actor: 'a' });
    expect(await heldFor(phone)).toEqual([]);
    const { events } = await listConsent(test, { phone });
    expect(events.map(({ kind, evidence }) => [kind, evidence])).toEqual([
      ['revoked', 'called in'],
      ['revoked', 'mail'],
      ['given', 'form 17'],
    ]);
  });

  it('is followed by a later consent', async () => {
    const phone = newPhone();
    await revokeConsent(test, { phone, reason: 'mail', actor: 'a' });
    await test.db.execute(sql`select pg_sleep(0.002)`);
    await record(draft({ phone, happenedAtMs: Math.floor(await nowMs()) }));
    expect(await heldFor(phone)).toEqual(['marketing call written', 'marketing sms written']);
  });

  it('wants a reason and a scope that exists', async () => {
    const phone = newPhone();
    await expect(revokeConsent(test, { phone, reason: ' ', actor: 'a' })).rejects.toMatchObject({
      code: 'reason_missing',
    });
    await expect(revokeConsent(test, { phone, purpose: 'x', reason: 'r', actor: 'a' })).rejects.toMatchObject({
      code: 'unknown_purpose',
    });
    await expect(revokeConsent(test, { phone, channel: 'x', reason: 'r', actor: 'a' })).rejects.toMatchObject({
      code: 'unknown_channel',
    });
  });
});

it('cannot be overwritten by the engine: the role has no right to', async () => {
  await record(draft());
  // insufficient_privilege
  const denied = { cause: { code: '42501' } };
  await expect(test.db.execute(sql`update consent_events set kind = 'given'`)).rejects.toMatchObject(denied);
  await expect(test.db.execute(sql`delete from consent_events`)).rejects.toMatchObject(denied);
});
