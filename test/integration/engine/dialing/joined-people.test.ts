import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { claim } from '../../../../engine/dialing/claim.ts';
import {
  acceptAll,
  attemptsOf,
  claimAll,
  contactsOf,
  endAll,
  jump,
  passGate,
  phonesOf,
  plannedRun,
} from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, joinPeople, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb({ maxConnections: 16 });
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

/** Dials everybody once, with this end. */
async function dial(seeded: Seeded, outcome: 'answered' | 'bad_number'): Promise<void> {
  const { ids } = await acceptAll(deps, seeded.runId);
  await endAll(deps, seeded, ids, outcome);
}

describe('people whose numbers were joined', () => {
  const claimOne = async (seeded: Seeded) => {
    const run = await plannedRun(deps, seeded.runId);
    const [step] = run.steps;
    if (!step) throw new Error('no step');
    return await claim(deps, { run, step, sender: randomUUID(), batch: 50 });
  };

  it('have one attempt when two claimers take both numbers at once', async () => {
    const [first, second] = [
      await seedCampaign(deps, test, { contacts: 40 }),
      await seedCampaign(deps, test, { contacts: 40 }),
    ];
    await joinPeople(test, first.contactIds, second.contactIds);
    const claims = await Promise.all([claimOne(first), claimOne(second), claimOne(first), claimOne(second)]);
    expect(claims.reduce((sum, { attempts }) => sum + attempts.length, 0)).toBe(40);
    expect((await contactsOf(test, first))['waiting'] ?? 0).toBe(40 - (await attemptsOf(test, first.runId)).length);
  });

  it('wait while an attempt under an earlier id of theirs is open', async () => {
    const [first, second] = [
      await seedCampaign(deps, test, { contacts: 1 }),
      await seedCampaign(deps, test, { contacts: 1 }),
    ];
    const { ids } = await acceptAll(deps, second.runId);
    expect(ids).toHaveLength(1);
    await joinPeople(test, first.contactIds, second.contactIds);
    expect((await claimOne(first)).attempts).toEqual([]);
    expect(await contactsOf(test, first)).toEqual({ waiting: 1 });
    await endAll(deps, second, ids, 'answered');
    await jump(test, 20_000);
    expect((await claimOne(first)).attempts).toHaveLength(1);
  });

  it('are not dialled twice at once when both attempts were claimed before they were joined', async () => {
    const [first, second] = [
      await seedCampaign(deps, test, { contacts: 1 }),
      await seedCampaign(deps, test, { contacts: 1 }),
    ];
    const [a, b] = [await claimAll(deps, first.runId), await claimAll(deps, second.runId)];
    await joinPeople(test, first.contactIds, second.contactIds);
    expect([...(await passGate(deps, b)).values()]).toEqual(['person_taken']);
    expect([...(await passGate(deps, a)).values()]).toEqual([null]);
    expect([...(await passGate(deps, b)).values()]).toEqual(['person_taken']);
  });

  it('share their cap with dials under an earlier id', async () => {
    const settings = { personCaps: [{ count: 1, hours: 24 }] };
    const [first, second] = [
      await seedCampaign(deps, test, { contacts: 1, settings }),
      await seedCampaign(deps, test, { contacts: 1, settings }),
    ];
    await dial(second, 'answered');
    await joinPeople(test, first.contactIds, second.contactIds);
    expect([...(await passGate(deps, await claimAll(deps, first.runId))).values()]).toEqual(['person_cap']);
  });

  it('have the id of their first number written into an attempt on another', async () => {
    const seeded = await seedCampaign(deps, test, { contacts: 1, morePhones: 1 });
    const [first, second] = await phonesOf(test, seeded.contactIds[0]);
    await dial(seeded, 'bad_number');
    await claimAll(deps, seeded.runId);
    const found = await rows(
      test.db,
      sql`select a.phone, a.person_id as person, o.person_id as locked from attempts a join open_attempts o on o.attempt_id = a.id
          where a.run_id = ${seeded.runId}`,
    );
    expect(found).toEqual([{ phone: second, person: first, locked: first }]);
  });
});
