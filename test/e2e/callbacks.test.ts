import { sql } from 'drizzle-orm';
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkWork } from '../../cli/local/doctor/check-work.ts';
import { rows } from '../../db/rows.ts';
import { webhookSecrets } from '../../engine/accounts/webhook-secrets.ts';
import { openInstallation, type Installation } from './installation.ts';
import {
  callStep,
  createCampaign,
  launch,
  openAccount,
  somePhones,
  untilOver,
  type Account,
  type Provider,
} from './steps.ts';
import { createUser, until, type Answer, type Problem } from './user.ts';

let house: Installation;
let account: Account;
let secret: string;
beforeAll(async () => {
  house = await openInstallation({ speed: 100 });
  account = await openAccount(house);
  secret = await secretOf('agentnumber', account);
});
afterAll(async () => await house.close());

/** What only the provider and this installation know. */
async function secretOf(provider: Provider, { accountId }: Account): Promise<string> {
  const [found] = (await webhookSecrets(house.deps, { provider, accountId })) ?? [];
  if (found === undefined) throw new Error('no callbacks are registered');
  return found;
}

/** Whoever knows the address and no key, as providers and strangers do. */
const deliver = async (
  body: string | Buffer,
  headers: Record<string, string>,
  path = `/v1/webhooks/agentnumber/${account.accountId}`,
): Promise<Answer<Problem & { received: number }>> =>
  await createUser(house.api.url).ask(path, { raw: { type: 'application/json', body }, headers });

const signed = (body: string | Buffer, key = secret): Record<string, string> => ({
  'x-agentnumber-signature': createHmac('sha256', key).update(body).digest('hex'),
});

const endedEvent = (callId: string, data: object = {}): string =>
  JSON.stringify({
    event: 'call.ended',
    data: { call_id: callId, status: 'completed', duration: 3_600, cost_cents: 900, ...data },
    timestamp: new Date().toISOString(),
  });

interface AttemptView {
  id: string;
  providerRef: string;
  costMicros: number;
}

/** Everything that a callback could change. */
const ledgerOf = async (): Promise<unknown> => ({
  balances: await house.user.get('/v1/ledger/balances'),
  entries: await house.user.all('/v1/ledger/entries'),
  attempts: await house.user.all('/v1/attempts'),
  contacts: await house.user.all('/v1/contacts'),
});

interface StoredEvent {
  state: string;
  failure: string | null;
  raw: unknown;
}

const eventsWhere = (where: ReturnType<typeof sql>): Promise<StoredEvent[]> =>
  rows(house.test.readDb, sql`select state, failure, raw from provider_events where ${where} order by id`);

async function oneCall(): Promise<AttemptView> {
  const { user } = house;
  const { campaignId } = await createCampaign(user, { phones: somePhones(1), steps: [callStep(account)] });
  await launch(user, campaignId);
  await untilOver(user, campaignId);
  const [attempt] = await user.all<AttemptView>(`/v1/campaigns/${campaignId}/attempts`);
  if (attempt === undefined) throw new Error('nobody was dialled');
  await house.judge.untilQuiet(10_000);
  return attempt;
}

describe('a callback that is not right', () => {
  it('is answered 401 when its signature is missing, wrong, of another body or of an empty key, and changes nothing', async () => {
    const { providerRef } = await oneCall();
    const before = await ledgerOf();
    const forged = endedEvent(providerRef);
    const other = signed(endedEvent('call_of_another_body'));
    const unsigned: Record<string, string>[] = [{}, signed(forged, 'guessed'), other, signed(forged, '')];
    for (const headers of [...unsigned, { 'x-agentnumber-signature': 'sha256=00' }]) {
      expect(await deliver(forged, headers)).toMatchObject({ status: 401, body: { code: 'signature_invalid' } });
    }
    expect(await ledgerOf()).toEqual(before);
  });

  it('is answered 404 when its account is unknown, misspelt or of the other provider', async () => {
    const body = endedEvent('call_nobody');
    for (const path of [
      `agentnumber/${randomUUID()}`,
      'agentnumber/nonsense',
      `cartesia/${account.accountId}`,
      'x/y',
    ]) {
      expect(await deliver(body, signed(body), `/v1/webhooks/${path}`)).toMatchObject({
        status: 404,
        body: { code: 'unknown_account' },
      });
    }
  });

  it('is taken and kept in quarantine, shown by doctor, when it is signed and cannot be read', async () => {
    const bodies = ['{"event":"call.ended","data":', '[]', 'Grüße \u0000', '{"event":"call.ended","data":{}}', ''];
    for (const body of bodies) {
      expect(await deliver(body, signed(body))).toMatchObject({ status: 200, body: { received: 1 } });
    }
    const notText = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
    expect(await deliver(notText, signed(notText))).toMatchObject({ status: 200 });
    const kept = await eventsWhere(sql`state = 'quarantined'`);
    expect(kept).toHaveLength(bodies.length + 1);
    expect(kept.every(({ failure }) => failure !== null && failure !== '')).toBe(true);
    expect(kept[0]?.raw).toBe('{"event":"call.ended","data":');
    const findings = await checkWork(house.deps);
    expect(findings.find(({ part, level }) => part === 'inbox' && level === 'problem')?.message).toContain(
      `${kept.length} facts`,
    );
  });
});

describe('a callback that is right', () => {
  it('changes nothing when it comes again, late, and with other figures', async () => {
    const { id, providerRef, costMicros } = await oneCall();
    const [genuine] = await eventsWhere(
      sql`source = 'webhook' and fact ->> 'kind' = 'ended' and fact ->> 'providerRef' = ${providerRef}`,
    );
    const before = await ledgerOf();
    const again = JSON.stringify(genuine?.raw);
    for (let times = 0; times < 3; times++) expect((await deliver(again, signed(again))).status).toBe(200);
    const dearer = endedEvent(providerRef);
    expect((await deliver(dearer, signed(dearer))).status).toBe(200);
    const started = JSON.stringify({ event: 'call.started', data: { call_id: providerRef } });
    expect((await deliver(started, signed(started))).status).toBe(200);
    const told = await until(
      () => eventsWhere(sql`fact ->> 'providerRef' = ${providerRef} and source = 'webhook'`),
      (events) => events.every(({ state }) => state === 'folded'),
    );
    expect(told.filter(({ raw }) => JSON.stringify(raw).includes('"call.ended"'))).toHaveLength(1);
    expect(await ledgerOf()).toEqual(before);
    expect(await house.user.get(`/v1/attempts/${id}`)).toMatchObject({ costMicros });
  });
});

describe('garbage while a campaign dials', () => {
  it('does not disturb it: everyone is reached and every genuine callback counts', async () => {
    const { user, judge } = house;
    const phones = somePhones(120);
    const { campaignId } = await createCampaign(user, {
      phones,
      steps: [callStep(account)],
      settings: { pacePerSecond: 60 },
    });
    await launch(user, campaignId);
    const strange = await openAccount(house, { provider: 'cartesia' });
    const other = await secretOf('cartesia', strange);
    const kinds: (() => Promise<{ status: number }>)[] = [
      () => deliver(endedEvent('call_x'), signed('y')),
      () => deliver('{', signed('{')),
      () => deliver(`{"event":"${randomUUID()}"}`, {}),
      () => deliver('\u0000'.repeat(1_000), signed('\u0000'.repeat(1_000))),
      () =>
        deliver(
          '{"type":"call_completed"}',
          { 'x-webhook-secret': other },
          `/v1/webhooks/cartesia/${strange.accountId}`,
        ),
      () =>
        deliver(
          '{"type":"call_completed","call_id":null,"data":[{}]}',
          { 'x-webhook-secret': 'no' },
          `/v1/webhooks/cartesia/${strange.accountId}`,
        ),
    ];
    const answers: number[] = [];
    for (let round = 0; round < 40; round++) {
      answers.push(...(await Promise.all(kinds.map(async (send) => (await send()).status))));
    }
    expect(new Set(answers)).toEqual(new Set([200, 401]));
    const over = await untilOver(user, campaignId);
    expect(over.contacts.byState['reached']).toBe(phones.length);
    await judge.untilQuiet(10_000);
    await house.expectLawful();
  });
});

describe('a call that is not ours', () => {
  it('is filed as such, and moves nothing', async () => {
    const { user, judge } = house;
    const before = await ledgerOf();
    const { items } = await user.get<{ items: { id: string; providerRef: string }[] }>('/v1/numbers');
    // Somebody dials by hand with the same key: the provider tells about it, rightly signed.
    const placed = await fetch(`${house.simulatorUrl}/agentnumber/api/v0/calls`, {
      method: 'POST',
      headers: { authorization: `Bearer ${account.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from: items.find(({ id }) => id === account.numberId)?.providerRef, to: '+12124990000' }),
    });
    const { data }: { data: { id: string } } = JSON.parse(await placed.text());
    const inbound = JSON.stringify({
      event: 'call.ended',
      data: { call_id: 'call_from_outside', direction: 'inbound', status: 'completed', duration: 5 },
      timestamp: new Date().toISOString(),
    });
    expect((await deliver(inbound, signed(inbound))).status).toBe(200);
    await judge.untilQuiet(10_000);
    const filed = await until(
      () => eventsWhere(sql`raw -> 'data' ->> 'call_id' in (${data.id}, 'call_from_outside')`),
      (events) => events.every(({ state }) => state !== 'new'),
      45,
    );
    expect(filed.length).toBeGreaterThan(1);
    expect(filed.every(({ state }) => state === 'not_ours')).toBe(true);
    expect(await ledgerOf()).toEqual(before);
  });
});
