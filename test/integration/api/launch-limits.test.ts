import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../db/rows.ts';
import { ADMIN_ABOVE, NAME_ABOVE } from '../../../domain/launch-limits.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';
import { join, type Browser } from './people-world.ts';

let world: ApiWorld;
let operator: Browser;
let admin: Browser;
beforeAll(async () => {
  world = await openApi();
  admin = await join(world, 'first', 'ana@example.org');
  operator = await join(world, 'operator', 'otto@example.org');
});
afterAll(() => world.close());

const draft = async (contacts: number): Promise<string> =>
  `/v1/campaigns/${(await seedCampaign(world.engine, world.test, { contacts, launch: false })).campaignId}`;
/** Its name in every seed. */
const NAMED = { confirmName: 'trial' };

describe('a launch by a person', () => {
  it('of a small list needs no more than the launch', async () => {
    expect((await operator.ask('POST', `${await draft(NAME_ABOVE)}/launch`)).status).toBe(200);
  });

  it('of a larger one needs the name of the campaign, of an administrator too', async () => {
    const url = await draft(NAME_ABOVE + 1);
    for (const [who, body] of [
      [operator, undefined],
      [operator, {}],
      [admin, { confirmName: 'Trial' }],
    ] as const) {
      const refused = await who.ask('POST', `${url}/launch`, { body });
      expect(refused.body).toMatchObject({ status: 422, code: 'confirm_name', contacts: NAME_ABOVE + 1 });
    }
    expect((await operator.ask('GET', url)).body).toMatchObject({ state: 'draft' });
    expect((await operator.ask('POST', `${url}/launch`, { body: NAMED })).status).toBe(200);
  });

  it('of a very large one is for an administrator', async () => {
    const url = await draft(ADMIN_ABOVE + 1);
    const refused = await operator.ask('POST', `${url}/launch`, { body: NAMED });
    expect(refused.body).toMatchObject({ status: 403, code: 'launch_needs_admin', repair: expect.any(String) });
    expect((await admin.ask('POST', `${url}/launch`)).code).toBe('confirm_name');
    expect((await admin.ask('POST', `${url}/launch`, { body: NAMED })).status).toBe(200);
    const trail = await rows<{ actor: string }>(
      world.test.db,
      sql`select actor from audit_entries where action = 'campaign.launch' and subject = ${url.replace('/v1/campaigns/', 'campaign:')}`,
    );
    expect(trail).toEqual([{ actor: 'user:ana@example.org' }]);
  });
});

describe('a launch by a key', () => {
  it('is as it was: what a key may do was decided when it was made', async () => {
    const key = await world.keyWith('campaigns:write');
    expect((await world.ask('POST', `${await draft(NAME_ABOVE + 1)}/launch`, { key })).status).toBe(200);
  });
});
