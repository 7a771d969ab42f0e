import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import {
  failedContacts,
  listFailedContacts,
  type FailedContactFilter,
} from '../../../../engine/failures/list-contacts.ts';
import { mostRows } from '../../../support/most-rows.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded } from '../../../support/seed.ts';
import { seedFailures } from '../../../support/seed-failures.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let seeded: Seeded;
let otherNumber: string;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  seeded = await seedCampaign(deps, test, { contacts: 30, launch: false });
  const number = await firstRow<{ id: string }>(
    test.db,
    sql`insert into numbers (account_id, provider_ref, phone) values (${seeded.accountId}, 'other', 14155550100) returning id`,
  );
  otherNumber = number?.id ?? '';
  await seedFailures(test, seeded, {
    cause: 'busy',
    contactIds: seeded.contactIds.slice(0, 20),
    providerReason: 'SIP 486 at 10.0.0.1',
  });
  await seedFailures(test, seeded, {
    cause: 'busy',
    contactIds: seeded.contactIds.slice(20, 24),
    numberId: otherNumber,
    agoSeconds: 7200,
  });
  await seedFailures(test, seeded, { cause: 'no_answer', contactIds: seeded.contactIds.slice(24) });
});
afterAll(() => test.drop());

async function everything(filter: Partial<FailedContactFilter>, limit = 7): Promise<number[]> {
  const found: number[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listFailedContacts(deps, {
      cause: 'busy',
      campaignId: seeded.campaignId,
      ...filter,
      limit,
      cursor,
    });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items.map(({ contactId }) => contactId));
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

const newest = (ids: readonly number[]): number[] => ids.toReversed();

it('pages through every open contact of a cause once, whatever the size of a page', async () => {
  const ids = newest(seeded.contactIds.slice(0, 24));
  for (const limit of [1, 7, 24, 25]) expect(await everything({}, limit)).toEqual(ids);
  expect(await everything({ campaignId: undefined })).toEqual(ids);
});

it('says of each what its last attempt was', async () => {
  const { items } = await listFailedContacts(deps, { cause: 'busy', campaignId: seeded.campaignId, limit: 1 });
  expect(items).toEqual([
    {
      contactId: seeded.contactIds[23],
      campaignId: seeded.campaignId,
      campaignName: 'trial',
      name: 'Person 24',
      phone: expect.stringMatching(/^\+1212400\d{4}$/),
      externalId: null,
      state: 'exhausted',
      cause: 'busy',
      attemptId: expect.any(String),
      attempts: 1,
      endedAt: expect.stringMatching(/Z$/),
      providerReason: null,
      numberId: otherNumber,
      resolution: null,
    },
  ]);
});

describe('a filter that speaks of the last attempt', () => {
  it.each<[string, () => Partial<FailedContactFilter>, [number, number]]>([
    ['by caller ID', () => ({ numberId: otherNumber }), [20, 24]],
    ['by the provider’s word', () => ({ code: 'SIP # at #.#.#.#' }), [0, 20]],
    ['by time', () => ({ toMs: Date.now() - 3_600_000 }), [20, 24]],
    ['from a time on', () => ({ fromMs: Date.now() - 3_600_000 }), [0, 20]],
    ['by the beginning of the number', () => ({ prefix: '1212' }), [0, 24]],
    ['by one that nobody has', () => ({ prefix: '1415' }), [0, 0]],
  ])('finds them %s', async (_, filter, [from, to]) => {
    expect(await everything(filter())).toEqual(newest(seeded.contactIds.slice(from, to)));
  });
});

it('goes on behind contacts that do not fit, however many a page looked at', async () => {
  const found: number[] = [];
  let rest: string | null = null;
  do {
    const looked: Looked[] = await rows(
      test.readDb,
      failedContacts(
        { cause: 'busy', campaignId: seeded.campaignId, code: 'SIP # at #.#.#.#', cursor: rest ?? undefined },
        deps.places,
        3,
        4,
      ),
    );
    found.push(...looked.flatMap(({ contactId }) => contactId ?? []));
    rest = looked[0]?.looked === 3 ? (looked[0]?.lastKey ?? null) : null;
  } while (rest !== null);
  expect(found).toEqual(newest(seeded.contactIds.slice(0, 20)));
});

it('lists the resolved ones apart, with who resolved them and why', async () => {
  const resolution = await firstRow<{ id: string }>(
    test.adminDb,
    sql`insert into resolutions (filter, reason, contacts, created_by) values ('{}', 'called by hand', 1, 'user:a') returning id`,
  );
  const contactId = seeded.contactIds[29] ?? 0;
  await test.adminDb.execute(
    sql`update contact_states set resolution_id = ${resolution?.id} where contact_id = ${contactId}`,
  );
  expect(await everything({ cause: 'no_answer' })).not.toContain(contactId);
  const { items } = await listFailedContacts(deps, {
    cause: 'no_answer',
    campaignId: seeded.campaignId,
    resolved: true,
  });
  expect(items).toMatchObject([
    { contactId, resolution: { id: resolution?.id, reason: 'called by hand', by: 'user:a' } },
  ]);
});

it('refuses a cursor of its own making', async () => {
  for (const cursor of ["1'; drop", `${'-'.repeat(36)}:1`, `${'f'.repeat(36)}:1`]) {
    const asked = listFailedContacts(deps, { cause: 'busy', cursor });
    const repair = 'Begin anew without a cursor.';
    await expect(asked).rejects.toMatchObject({ code: 'bad_cursor', repair, details: { pointer: '/cursor' } });
  }
});

it('reads a page deep in a large group by the index of causes, from where the last one ended', async () => {
  const big = await seedCampaign(deps, test, { contacts: 20_000, launch: false });
  await test.adminDb.execute(
    sql`update contact_states set state = 'exhausted', last_cause = 'busy' where run_id = ${big.runId}`,
  );
  await test.adminDb.execute(sql`analyze contact_states`);
  const cursor = `${big.runId}:${big.contactIds[1_000] ?? 0}`;
  for (const campaignId of [big.campaignId, undefined]) {
    const plan = await firstRow<{ 'QUERY PLAN': unknown }>(
      test.adminDb,
      sql`explain (format json, analyze, timing off) ${failedContacts({ cause: 'busy', campaignId, cursor }, deps.places, 101, 101)}`,
    );
    const words = JSON.stringify(plan);
    expect(words).toContain('contact_states_cause_idx');
    expect(mostRows(plan?.['QUERY PLAN'])).toBeLessThan(1_000);
  }
});

interface Looked {
  contactId: number | null;
  lastKey: string;
  looked: number;
}
