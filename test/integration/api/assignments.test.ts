import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { seedFailures } from '../../support/seed-failures.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { join, type Browser } from './people-world.ts';

let world: ApiWorld;
let seeded: Seeded;
let ann: Browser;
let annId: string;
beforeAll(async () => {
  world = await openApi();
  seeded = await seedCampaign(world.engine, world.test, { contacts: 4, launch: false });
  await seedFailures(world.test, seeded, { cause: 'busy' });
  const operator = await join(world, 'operator', 'ann@example.com');
  ann = operator;
  annId = operator.userId;
});
afterAll(() => world.close());

const groups = async (browser: Browser, query: string): Promise<unknown> =>
  (await browser.ask('GET', `/v1/failures?campaignId=${seeded.campaignId}&${query}`)).body['items'];

it('gives a group to whoever is signed in, who finds it as theirs', async () => {
  const body = { campaignId: seeded.campaignId, cause: 'busy', userId: annId, note: 'mine' };
  const given = await ann.ask('POST', '/v1/failures/assign', { body });
  expect(given).toMatchObject({ status: 200, body: { already: false } });
  expect(await groups(ann, 'assignee=me')).toMatchObject([
    { cause: 'busy', assignments: [{ user: { id: annId }, note: 'mine', campaignId: seeded.campaignId }] },
  ]);
  expect(await groups(ann, 'assignee=none')).toEqual([]);
  expect((await ann.ask('GET', '/v1/failures/assignments?assignee=me')).body['items']).toHaveLength(1);
  const people = await ann.ask('GET', '/v1/assignees');
  expect(people.body['items']).toContainEqual(expect.objectContaining({ id: annId, role: 'operator' }));
  expect(people.text).not.toContain('hash');
});

it('says that a key is nobody, and lets who may only look assign nothing', async () => {
  expect(await world.ask('GET', '/v1/failures?assignee=me')).toMatchObject({
    status: 400,
    body: { code: 'not_a_person' },
  });
  const viewer = await join(world, 'viewer', 'eve@example.com');
  const body = { cause: 'busy', userId: annId };
  expect((await viewer.ask('POST', '/v1/failures/assign', { body })).status).toBe(403);
  expect((await viewer.ask('GET', '/v1/failures?assignee=me')).status).toBe(200);
});

it('gives reviews, and lists and exports them by who looks after them', async () => {
  const review = await firstRow<{ id: string }>(
    world.test.adminDb,
    sql`insert into reviews (kind, phone, evidence, dedupe_key) values ('answer', 12125550999, 'maybe', 'one') returning id`,
  );
  // An id is one however it is written.
  const body = { reviewIds: [review?.id.toUpperCase()], userId: annId.toUpperCase() };
  expect((await ann.ask('POST', '/v1/reviews/assign', { body })).body).toEqual({ assigned: 1, already: 0, decided: 0 });
  expect((await ann.ask('GET', '/v1/reviews?assignee=me')).body['items']).toMatchObject([
    { id: review?.id, assignment: { user: { id: annId } } },
  ]);
  expect((await ann.ask('GET', '/v1/reviews?assignee=none')).body['items']).toEqual([]);
  const parked = await firstRow<{ id: string }>(
    world.test.adminDb,
    sql`update attempts set state = 'PARKED' where contact_id = ${seeded.contactIds[0] ?? 0} returning id`,
  );
  const attempt = { attemptIds: [parked?.id.toUpperCase()], userId: annId };
  expect((await ann.ask('POST', '/v1/reviews/assign', { body: attempt })).body).toMatchObject({ assigned: 1 });
  expect((await ann.ask('GET', '/v1/attempts?assignee=me')).body['items']).toMatchObject([
    { id: parked?.id, assignment: { user: { id: annId } } },
  ]);
  const [header, row, ...more] = (await ann.ask('GET', '/v1/attempts.csv?assignee=me')).text.trim().split('\r\n');
  expect([header?.split(',').at(-1), row?.split(',').at(-1), more]).toEqual(['assigned_to', 'ann@example.com', []]);
  expect((await ann.ask('GET', '/v1/attempts?state=PARKED&assignee=none')).body['items']).toEqual([]);
  for (const list of ['zones', 'consent']) {
    const path = `/v1/campaigns/${seeded.campaignId}/review/${list}?assignee=me`;
    expect((await ann.ask('GET', path)).status).toBe(200);
    expect(await world.ask('GET', path)).toMatchObject({ status: 400, body: { code: 'not_a_person' } });
  }
  const both = { ...attempt, reviewIds: [review?.id] };
  expect((await ann.ask('POST', '/v1/reviews/assign', { body: both })).status).toBe(400);
  const csv = await ann.ask('GET', '/v1/reviews.csv?assignee=me');
  expect(csv.text).toContain('assigned_to');
  expect(csv.text.trim().split('\r\n')).toHaveLength(2);
});
