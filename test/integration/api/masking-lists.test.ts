import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rows } from '../../../db/rows.ts';
import { runImport } from '../../../engine/importing/run-import.ts';
import { acceptAll, endAll } from '../../support/ledger-steps.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { browser, COOKIE, join, type Browser } from './people-world.ts';

/** Who stands in the list: national digits, and how each is written there. */
const NASTY: readonly (readonly [digits: string, written: string, other: string])[] = [
  ['2125550142', '(212) 555-0142', '2025550142'],
  ['2125550143', '212.555.0143', '(202) 555-0143'],
  ['2125550144', '="12125550144"', '="2025550144"'],
  ['2125550145', '2125550145', '202.555.0145'],
  ['2125550146', '2.125550146E+09', '2.025550146E+09'],
  ['2125550147', '2125550147.0', '2025550147.0'],
  ['1715550148', '0171 5550148', '0172/5550148'],
  ['2125550149', '212-555-O149', '202 555 0149'],
  ['2125550150', '1 (212) 555.0150 x12', '202‑555‑0150'],
  ['2125550151', '2,125,550,151', '202\u00a0555\u00a00151'],
  ['5550152', '555-0152', '555 0152'],
  ['2125550142', '+1 212 555 0142', '1-202-555-0142'],
];
/** No answer may hold these once everything but digits is taken out. */
const SECRETS = NASTY.flatMap(([digits, , other]) => [digits, other.replace(/\D/g, '').replace(/^0+|E.*$/g, '')]).map(
  (digits) => digits.slice(-7),
);
const SAID = 'call me at (917) 555-0163, I mean 9 1 7 5 5 5 0 1 6 4';
const SAID_SECRETS = ['9175550163', '9175550164'];
const KEPT = ['2027-01-12', '1,234.50', 'A-1234'];

let world: ApiWorld;
let viewer: Browser;
let operator: Browser;
let admin: Browser;
let seeded: Seeded;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await openApi();
  viewer = await join(world, 'viewer', 'vera@example.org');
  operator = await join(world, 'operator', 'otto@example.org');
  admin = await join(world, 'admin', 'ada@example.org');
  seeded = await seedCampaign(world.engine, world.test, { contacts: 1 });
  await plant();
});
afterAll(() => world.close());

const csv = (): string => {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const lines = NASTY.map(([, written, other], at) =>
    [written, `Person ${at}`, other, `ask ${SAID}`, ...KEPT].map(quoted).join(','),
  );
  return `Phone,Name,Second line,Notes,Born,Debt,Ref\n${lines.join('\n')}\n`;
};

async function plant(): Promise<void> {
  const upload = await world.ask('POST', `/v1/imports?fileName=nasty.csv&country=US&campaignId=${seeded.campaignId}`, {
    raw: csv(),
    headers: { 'content-type': 'text/csv' },
  });
  const importId = upload.field('importId');
  await runImport(world.engine, importId);
  const { ids: attempts } = await acceptAll(world.engine, seeded.runId);
  await endAll(world.engine, seeded, attempts, 'bad_number');
  const [attemptId = ''] = attempts;
  await world.test.db.execute(
    sql`update attempts set provider_reason = ${`bad number: ${SAID}`} where id = ${attemptId}`,
  );
  await world.test.db.execute(
    sql`update provider_events set raw = ${JSON.stringify({ to: 9_175_550_163, body: SAID, nested: [{ from: '9175550164' }] })}::jsonb
        where attempt_id = ${attemptId}`,
  );
  await world.test.db.execute(
    sql`insert into transcripts (attempt_id, turns, state, try_at) values (${attemptId},
          ${JSON.stringify([{ role: 'person', text: SAID, atMs: 0 }])}::jsonb, 'fetched', outdial_now())
        on conflict (attempt_id) do update set turns = excluded.turns, state = 'fetched'`,
  );
  await world.ask('POST', `/v1/campaigns/${seeded.campaignId}/pause`, { body: { reason: `because of ${SAID}` } });
  const mine = await rows<{ id: string }>(
    world.test.db,
    sql`select id::text as id from contacts where import_id = ${importId} order by id`,
  );
  Object.assign(ids, {
    importId,
    campaignId: seeded.campaignId,
    contactId: mine[0]?.id ?? String(seeded.contactIds[0]),
    attemptId,
    accountId: seeded.accountId,
    numberId: seeded.numberId,
    cause: 'invalid_number',
  });
}

/** Every GET of the API, about the list, the people in it and what happened to them. */
const addresses = (): string[] => [
  ...[...world.app.routeScopes].flatMap(([name, scope]) => {
    const [method, url = ''] = name.split(' ');
    if (method !== 'GET' || scope !== 'read' || url === '/v1/live') return [];
    return [url.replace(/:(\w+)/g, (_, part: string) => ids[part] ?? '00000000-0000-7000-8000-000000000000')];
  }),
  `/v1/imports/${ids['importId']}/inspect?map=phone%3DSecond%20line`,
  `/v1/imports/${ids['importId']}/inspect?header=false`,
  `/v1/imports/${ids['importId']}/problems?limit=500`,
  `/v1/campaigns/${ids['campaignId']}/forecast/contacts?part=later`,
  `/v1/attempts/${ids['attemptId']}`,
  `/v1/contacts?q=2125550142`,
];

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const told = (text: string): string[] => {
  // What is nobody's number: ids, moments, the example of refusals.
  const rest = text.replaceAll('+12025550123', '').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '');
  // Cell by cell: digits of two cells are no number.
  const parts = rest.split(/["\n]|(?<=\d),(?=\d)/).map(digitsOf);
  return [...SECRETS, ...SAID_SECRETS].filter((secret) => parts.some((part) => part.includes(secret)));
};

describe('a list of numbers in every form', () => {
  it('tells a viewer no whole number of it, whatever is asked', async () => {
    const byKey = new Set<string>();
    for (const url of addresses()) {
      const whole = await world.ask('GET', url);
      for (const secret of told(whole.text)) byKey.add(`${url.split('?')[0]} ${secret}`);
      const answer = await viewer.ask('GET', url);
      expect([url, told(answer.text)]).toEqual([url, []]);
      if (whole.status === 200 && !url.endsWith('rejects.csv')) expect([url, answer.status]).toEqual([url, 200]);
    }
    const seen = [...byKey].map((each) => each.split(' ')[0]);
    expect(seen).toEqual(
      expect.arrayContaining([
        `/v1/imports/${ids['importId']}/inspect`,
        `/v1/imports/${ids['importId']}/problems`,
        `/v1/imports/${ids['importId']}/problems/groups`,
        `/v1/imports/${ids['importId']}/rejects.csv`,
        `/v1/contacts/${ids['contactId']}`,
        `/v1/attempts/${ids['attemptId']}`,
        '/v1/audit',
        '/v1/audit.csv',
        '/v1/attempts.csv',
      ]),
    );
  });

  it('tells none in what the first people would be told', async () => {
    const body = { steps: [{ channel: 'sms', text: 'Hi {{ name }}: {{ second_line }}; {{ notes }}; {{ phone }}' }] };
    const url = `/v1/imports/${ids['importId']}/messages`;
    expect(told((await world.ask('POST', url, { body })).text)).not.toEqual([]);
    const seen = await viewer.ask('POST', url, { body });
    expect([seen.status, told(seen.text)]).toEqual([200, []]);
    expect(seen.text).toContain('Hi Person 0: ••••••0142; ask call me at ••••••0163, I mean ••••••0164; +1••••••0142');
  });

  it('leaves dates, amounts and short ids as they are', async () => {
    const seen = await viewer.ask('GET', `/v1/imports/${ids['importId']}/inspect`);
    expect(seen.body).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ cells: expect.arrayContaining(KEPT) })]),
    });
    const rules = await viewer.ask('GET', '/v1/rules');
    expect(rules.body['rules']).toEqual((await world.ask('GET', '/v1/rules')).body['rules']);
  });

  it('shows no sample of itself to those who may see numbers one by one either', async () => {
    for (const who of [operator, admin]) {
      for (const query of ['', '?map=phone%3DSecond%20line', '?header=false']) {
        const seen = await who.ask('GET', `/v1/imports/${ids['importId']}/inspect${query}`);
        expect([query, seen.status, told(seen.text)]).toEqual([query, 200, []]);
        expect(seen.text).toContain('••••••0142');
      }
      const body = {
        steps: [{ channel: 'sms', text: '{{ name }}: {{ second_line }}; {{ notes }}; call (646) 555-0188' }],
      };
      const written = await who.ask('POST', `/v1/imports/${ids['importId']}/messages`, { body });
      expect([written.status, told(written.text)]).toEqual([200, []]);
      // What they wrote themselves is no secret of the list.
      expect(written.text).toContain('ask call me at ••••••0163, I mean ••••••0164; call (646) 555-0188');
    }
  });

  it('shows who repairs it what is wrong, whole, and what would stand in its place; and nothing else', async () => {
    const shown = z.object({
      severity: z.string(),
      value: z.string().nullable(),
      suggested: z.string().nullable(),
      message: z.string(),
    });
    const problem = shown.extend({ column: z.string().nullable() });
    const list = `/v1/imports/${ids['importId']}/problems`;
    for (const who of [operator, admin]) {
      const rowsOf = async (by: Browser | ApiWorld) =>
        z.object({ items: z.array(problem) }).parse((await by.ask('GET', `${list}?limit=500`)).body).items;
      const whole = await rowsOf(world);
      const wrong = ({ severity, column }: z.output<typeof problem>) =>
        ['error', 'warning'].includes(severity) && column !== null;
      const kinds = new Set(whole.filter(wrong).map(({ severity }) => severity));
      expect(kinds).toEqual(new Set(['error', 'warning']));
      const seen = await rowsOf(who);
      expect(seen.filter(wrong)).toEqual(whole.filter(wrong));
      expect(told(JSON.stringify(seen.filter((each) => !wrong(each))))).toEqual([]);
      const groupsOf = async (by: Browser | ApiWorld) =>
        z
          .object({ items: z.array(problem.omit({ value: true, suggested: true, message: true }).loose()) })
          .parse((await by.ask('GET', `${list}/groups`)).body).items;
      const [all, groups] = [await groupsOf(world), await groupsOf(who)];
      const ofPhone = ({ severity, column }: { severity: string; column: string | null }) =>
        ['error', 'warning'].includes(severity) && ['Phone', 'Second line'].includes(column ?? '');
      expect(all.filter(ofPhone)).not.toEqual([]);
      expect(groups.filter(ofPhone)).toEqual(all.filter(ofPhone));
      expect(told(JSON.stringify(groups.filter((each) => !ofPhone(each))))).toEqual([]);
      expect(groups.filter((each) => !ofPhone(each)).map(({ severity }) => severity)).toContain('info');
    }
  });

  it('tells none in the live stream', async () => {
    const address = await world.app.listen({ host: '127.0.0.1', port: 0 });
    const ending = new AbortController();
    const answer = await fetch(`${address}/v1/live?topics=campaign:${seeded.campaignId}`, {
      headers: { cookie: `${COOKIE}=${viewer.token}` },
      signal: ending.signal,
    });
    let text = '';
    for await (const piece of answer.body ?? []) {
      text += Buffer.from(piece).toString();
      if (/event: campaign\n[^]*\n\n/.test(text)) break;
    }
    ending.abort();
    expect(text).toContain('because of call me at ••••••0163');
    expect(told(text)).toEqual([]);
  });
});

it('is nothing that somebody sees who is not signed in', async () => {
  expect((await browser(world).ask('GET', `/v1/imports/${ids['importId']}/inspect`)).status).toBe(401);
});
