import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWay } from '../../../../engine/importing/make-way.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => {
  await test.drop();
});

describe('an import', () => {
  it('takes small bites while a turn is at work, and large ones when none is', async () => {
    const deps = engineOver(test, scriptedTelephony());
    const { runId } = await seedCampaign(deps, test, { contacts: 1 });
    const way = createWay(deps);
    expect(await way.isWanted()).toBe(false);
    const alone = await way.rowsAtOnce();
    await test.db.execute(sql`update runs set turning_until = outdial_now() + interval '1 minute' where id = ${runId}`);
    expect(await way.isWanted()).toBe(true);
    expect(await way.rowsAtOnce()).toBeLessThan(alone);
    await test.db.execute(sql`update runs set turning_until = outdial_now() - interval '1 second' where id = ${runId}`);
    expect(await way.isWanted()).toBe(false);
    expect(await way.rowsAtOnce()).toBe(alone);
  });
});
