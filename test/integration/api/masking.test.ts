import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../db/rows.ts';
import { runImport } from '../../../engine/importing/run-import.ts';
import { acceptAll, endAll } from '../../support/ledger-steps.ts';
import { seedProgramme } from '../../support/seed-programme.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, COOKIE, join, type Browser } from './people-world.ts';

/** What seeds call from. */
const OURS = '+12125550100';

let world: ApiWorld;
let viewer: Browser;
let operator: Browser;
let seeded: Seeded;
/** The number of a customer, which stands in everything that follows. */
let phone = '';
let digits = '';
/** Cell of a list that is no number. */
const wrong = (): string => `not a phone of ${phone}`;
/** What stands in for the parts of addresses. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openApi();
  viewer = await join(world, 'viewer', 'vera@example.org');
  operator = await join(world, 'operator', 'otto@example.org');
  seeded = await seedCampaign(world.engine, world.test, { contacts: 1 });
  const contact = await firstRow<{ phone: string }>(
    world.test.db,
    sql`select phone::text as phone from contacts where id = ${seeded.contactIds[0]}`,
  );
  digits = contact?.phone ?? '';
  phone = `+${digits}`;
  await plant();
});
afterAll(() => world.close());

const made = async (method: 'POST' | 'PUT', url: string, body: unknown) => {
  const answer = await world.ask(method, url, { body });
  if (answer.status >= 300) throw new Error(`${method} ${url}: ${answer.text}`);
  return answer;
};

/** Puts the customer's number wherever a number can be. */
async function plant(): Promise<void> {
  const { ids: attempts } = await acceptAll(world.engine, seeded.runId);
  await endAll(world.engine, seeded, attempts, 'bad_number');
  await world.test.db.execute(
    sql`update attempts set provider_reason = ${`invalid number ${phone}`} where id = ${attempts[0]}`,
  );
  const { programmeId } = await seedProgramme(world.engine, world.test);
  const startsAt = new Date(Date.now() + 72 * 3_600_000).toISOString();
  await made('PUT', `/v1/programmes/${programmeId}/appointments/visit`, { phone, startsAt, zone: 'America/New_York' });
  await made('PUT', `/v1/programmes/${programmeId}/series/weekly`, {
    phone,
    rule: 'FREQ=WEEKLY;COUNT=4',
    first: `${startsAt.slice(0, 10)} 09:30`,
    zone: 'America/New_York',
  });
  const suppressed = await made('POST', '/v1/suppressions', { phone, evidence: `${phone} wrote STOP` });
  await made('POST', `/v1/campaigns/${seeded.campaignId}/pause`, { reason: `complaint of ${phone}` });
  const [review] = await rows<{ id: string }>(
    world.test.db,
    sql`
      insert into reviews (kind, phone, evidence, attempt_id, dedupe_key)
      values ('opt_out', ${digits}::bigint, ${`call me at ${phone}`}, ${attempts[0]}, 'planted') returning id`,
  );
  const csv = `phone,name\n${phone},Ann\n${phone},Ann again\n${wrong()},Bob\n`;
  const upload = await world.ask('POST', '/v1/imports?fileName=planted.csv&map=phone%3Dphone', {
    raw: csv,
    headers: { 'content-type': 'text/csv' },
  });
  await runImport(world.engine, upload.field('importId'));
  Object.assign(ids, {
    campaignId: seeded.campaignId,
    contactId: String(seeded.contactIds[0]),
    attemptId: attempts[0],
    accountId: seeded.accountId,
    numberId: seeded.numberId,
    programmeId,
    externalId: 'visit',
    suppressionId: suppressed.body['suppressionId'] ?? suppressed.body['id'],
    reviewId: review?.id,
    importId: upload.field('importId'),
    cause: 'unknown',
  });
  const [attempt] = await rows<{ cause: string | null }>(
    world.test.db,
    sql`select cause from attempts where id = ${attempts[0]}`,
  );
  if (attempt?.cause) ids['cause'] = encodeURIComponent(attempt.cause);
}

/** Addresses to look at that need a number or a choice; all others are every GET that there is. */
const asked = (): string[] => {
  const plus = encodeURIComponent(phone);
  return [`/v1/explain?phone=${plus}`, `/v1/consents?phone=${plus}`, `/v1/contacts?phone=${plus}`];
};

function everyAddress(): string[] {
  return [...world.app.routeScopes].flatMap(([name, scope]) => {
    const [method, url = ''] = name.split(' ');
    // The live stream never ends: its pieces go through the same mask, and have a trial of their own.
    if (method !== 'GET' || scope !== 'read' || ['/v1/live', '/v1/session'].includes(url)) return [];
    const address = url.replace(/:(\w+)/g, (_, part: string) => ids[part] ?? '00000000-0000-7000-8000-000000000000');
    return [address];
  });
}

describe('the number of a customer', () => {
  it('is in every list for keys, and in none that a person is answered', async () => {
    const seen: string[] = [];
    for (const url of [...everyAddress(), ...asked()]) {
      const byKey = await world.ask('GET', url);
      if (byKey.text.includes(digits)) seen.push(url.split('?')[0] ?? '');
      for (const [who, person] of [
        ['viewer', viewer],
        ['operator', operator],
      ] as const) {
        const answer = await person.ask('GET', url);
        // A value that is to be repaired is shown to whoever may: in it only what is wrong.
        const text = who === 'operator' ? answer.text.replaceAll(`"value":"${wrong()}"`, '') : answer.text;
        expect([who, url, text.includes(digits) ? text : 'masked']).toEqual([who, url, 'masked']);
        // Masked, but the same answer otherwise.
        if (byKey.status === 200 && !url.endsWith('rejects.csv')) expect([url, answer.status]).toEqual([url, 200]);
      }
    }
    const at = (path: string): string => path.replace(/:(\w+)/g, (_, part: string) => ids[part] ?? part);
    expect(seen).toEqual(
      expect.arrayContaining(
        [
          '/v1/contacts',
          '/v1/contacts/:contactId',
          '/v1/contacts/:contactId/explain',
          '/v1/campaigns/:campaignId',
          '/v1/campaigns/:campaignId/contacts',
          '/v1/campaigns/:campaignId/attempts',
          '/v1/campaigns/:campaignId/export.csv',
          '/v1/attempts',
          '/v1/attempts/:attemptId',
          '/v1/appointments',
          '/v1/programmes/:programmeId/appointments/:externalId',
          '/v1/programmes/:programmeId/series',
          '/v1/suppressions',
          '/v1/reviews',
          '/v1/explain',
          '/v1/imports/:importId/problems',
          '/v1/imports/:importId/rejects.csv',
          '/v1/audit',
        ].map(at),
      ),
    );
  });

  it('is masked in refusals', async () => {
    const body = { phone: 'x', [phone]: 'unknown' };
    const byKey = await world.ask('POST', '/v1/suppressions', { body });
    const byPerson = await operator.ask('POST', '/v1/suppressions', { body });
    expect([byKey.status, byPerson.status]).toEqual([400, 400]);
    expect(byKey.text).toContain(digits);
    expect(byPerson.text).not.toContain(digits);
    expect(byPerson.headers['content-type']).toContain('problem+json');
    expect(byPerson.text).toContain('like +12025550123');
  });

  it('shows its first and last digits, and ours is shown whole', async () => {
    const contacts = await viewer.ask('GET', `/v1/campaigns/${seeded.campaignId}/contacts`);
    expect(contacts.body).toMatchObject({ items: [{ phone: `+1••••••${digits.slice(-4)}` }] });
    expect((await viewer.ask('GET', '/v1/numbers')).text).toContain(OURS);
  });
});

describe('the live stream', () => {
  it('is masked like every other answer', async () => {
    const address = await world.app.listen({ host: '127.0.0.1', port: 0 });
    const told = async (headers: Record<string, string>): Promise<string> => {
      const ending = new AbortController();
      const answer = await fetch(`${address}/v1/live?topics=campaign:${seeded.campaignId}`, {
        headers,
        signal: ending.signal,
      });
      let text = '';
      for await (const piece of answer.body ?? []) {
        text += Buffer.from(piece).toString();
        if (/event: campaign\n[^]*\n\n/.test(text)) break;
      }
      ending.abort();
      return text;
    };
    expect(await told({ authorization: `Bearer ${world.adminKey}` })).toContain(`complaint of ${phone}`);
    const seen = await told({ cookie: `${COOKIE}=${viewer.token}` });
    expect(seen).toContain('complaint of +1••••••');
    expect(seen).not.toContain(digits);
  });
});

describe('a list as CSV', () => {
  const url = () => `/v1/campaigns/${seeded.campaignId}/export.csv`;
  const exports = () =>
    rows<{ actor: string; subject: string; details: unknown }>(
      world.test.adminDb,
      sql`select actor, subject, details from audit_entries where action = 'phones.export'`,
    );

  it('comes in full to who may see numbers and asks for it, which is written down', async () => {
    expect((await operator.ask('GET', `${url()}?reveal=false`)).text).not.toContain(digits);
    expect(await exports()).toEqual([]);
    const full = await operator.ask('GET', `${url()}?reveal=true`);
    expect(full.text).toContain(digits);
    expect(await exports()).toEqual([
      {
        actor: 'user:otto@example.org',
        subject: `list:${url()}`,
        details: { filter: 'reveal=true', count: null },
      },
    ]);
  });

  it('never does to a viewer, nor do the rows as they were uploaded', async () => {
    for (const address of [`${url()}?reveal=true`, `/v1/imports/${ids['importId']}/rejects.csv`]) {
      expect((await viewer.ask('GET', address)).body).toMatchObject({
        status: 403,
        code: 'scope_missing',
        needed: 'phones:reveal',
      });
    }
  });

  it('is always whole for a key, which may ask in the same words', async () => {
    expect((await world.ask('GET', `${url()}?reveal=true`)).text).toContain(digits);
    expect(await exports()).toHaveLength(1);
  });

  it('of chosen contacts is masked, in full and written down as any list is', async () => {
    const body = { contactIds: [Number(ids['contactId'])] };
    const chosen = `/v1/failures/${ids['cause']}/contacts.csv`;
    const masked = await operator.ask('POST', chosen, { body });
    expect([masked.status, masked.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(masked.text.trim().split('\r\n')).toHaveLength(2);
    expect(masked.text).not.toContain(digits);
    expect((await viewer.ask('POST', `${chosen}?reveal=true`, { body })).body).toMatchObject({ code: 'scope_missing' });
    expect((await operator.ask('POST', `${chosen}?reveal=true`, { body })).text).toContain(digits);
    expect((await exports()).at(-1)).toEqual({
      subject: `list:${chosen}`,
      actor: 'user:otto@example.org',
      details: { filter: 'reveal=true', chosen: 1, count: null },
    });
    await operator.ask('POST', `${chosen}?reveal=true`, { body: { exceptContactIds: [1, 2] } });
    expect((await exports()).at(-1)).toMatchObject({ details: { leftOut: 2, count: null } });
  });
});

describe('revealing', () => {
  const reveal = (who: Browser, kind: string, id: unknown, headers: Record<string, string> = {}) =>
    who.ask('POST', '/v1/reveal', { body: { kind, id }, headers });
  const revealed = () =>
    rows<{ actor: string; subject: string }>(
      world.test.adminDb,
      sql`select actor, subject from audit_entries where action = 'phone.reveal' order by id`,
    );

  it('tells the number of a thing to an operator, and writes down who saw it', async () => {
    const appointment = await firstRow<{ id: string }>(
      world.test.db,
      sql`select id from appointments where external_id = 'visit'`,
    );
    const series = await firstRow<{ id: string }>(
      world.test.db,
      sql`select id from series where external_id = 'weekly'`,
    );
    const suppression = await firstRow<{ id: string }>(world.test.db, sql`select id from suppressions limit 1`);
    const things: [string, unknown][] = [
      ['contact', Number(ids['contactId'])],
      ['attempt', ids['attemptId']],
      ['appointment', appointment?.id],
      ['series', series?.id],
      ['suppression', suppression?.id],
      ['review', ids['reviewId']],
    ];
    for (const [kind, id] of things) {
      expect((await reveal(operator, kind, id)).body).toEqual({ phone, phones: [phone] });
    }
    expect(await revealed()).toEqual(
      things.map(([kind, id]) => ({ actor: 'user:otto@example.org', subject: `${kind}:${String(id)}` })),
    );
  });

  it('is not for viewers, and needs something that is there', async () => {
    expect((await reveal(viewer, 'contact', 1)).body).toMatchObject({ status: 403, needed: 'phones:reveal' });
    expect((await reveal(operator, 'contact', 999_999_999)).body).toMatchObject({
      status: 404,
      code: 'unknown_contact',
    });
    expect((await reveal(operator, 'user', ids['attemptId'])).status).toBe(400);
    expect((await reveal(operator, 'attempt', 'x')).status).toBe(400);
  });

  it('told twice under one key is told once', async () => {
    const before = (await revealed()).length;
    const headers = { 'idempotency-key': 'look' };
    const first = await reveal(operator, 'attempt', ids['attemptId'], headers);
    const again = await reveal(operator, 'attempt', ids['attemptId'], headers);
    expect([first.text, again.text]).toEqual([again.text, first.text]);
    expect(first.text).toContain(phone);
    expect(await revealed()).toHaveLength(before + 1);
  });

  it('stops at 600 an hour for one person', async () => {
    const busy = await join(world, 'operator', 'busy@example.org');
    let refused = await reveal(busy, 'contact', 999_999_999);
    let tries = 1;
    while (refused.status !== 429 && tries <= 601) {
      refused = await reveal(busy, 'contact', 999_999_999);
      tries++;
    }
    expect([tries, refused.body]).toMatchObject([601, { status: 429, code: 'rate_limited', detail: /600 .* 1 hour/ }]);
    expect((await reveal(operator, 'attempt', ids['attemptId'])).status).toBe(200);
  });
});

describe('what is masked', () => {
  it('cannot be found out digit by digit, from its end or its beginning', async () => {
    const found = async (who: Browser, q: string): Promise<unknown> =>
      (await who.ask('GET', `/v1/contacts?q=${q}&campaignId=${seeded.campaignId}`)).body['items'];
    expect(await found(viewer, digits.slice(-4))).toHaveLength(1);
    expect(await found(viewer, digits.slice(-5))).toEqual([]);
    expect(await found(viewer, digits.slice(-6))).toEqual([]);
    expect(await found(viewer, digits)).toHaveLength(1);
    const begins = `/v1/failures/${ids['cause']}/contacts?prefix=`;
    expect((await viewer.ask('GET', `${begins}${digits.slice(0, 4)}`)).status).toBe(200);
    expect((await viewer.ask('GET', `${begins}${digits.slice(0, 5)}`)).body).toMatchObject({ needed: 'phones:reveal' });
    expect((await operator.ask('GET', `${begins}${digits.slice(0, 5)}`)).status).toBe(200);
    const count = (who: Browser) =>
      who.ask('POST', '/v1/failures/count', {
        body: { filter: { campaignId: seeded.campaignId, prefix: digits.slice(0, 5) } },
      });
    expect((await count(viewer)).body).toMatchObject({ status: 403, needed: 'phones:reveal' });
    expect((await count(operator)).status).toBe(200);
  });
});

describe('a masked number', () => {
  it('is not stored as if it were one', async () => {
    const body = { name: 'lost', body: 'Call us at +1••••••0123' };
    const refused = await operator.ask('POST', '/v1/templates', { body });
    expect(refused.body).toMatchObject({ status: 422, code: 'number_masked', repair: expect.any(String) });
  });

  it('is none in texts that operators write for everybody: they are edited and stored again', async () => {
    const text = 'Call us at +12025550177.';
    expect((await operator.ask('POST', '/v1/templates', { body: { name: 'kept', body: text } })).status).toBe(201);
    expect((await operator.ask('GET', '/v1/templates')).text).toContain(text);
  });
});

it('is nothing that somebody sees who is not signed in', async () => {
  expect((await browser(world).ask('GET', '/v1/contacts')).status).toBe(401);
});
