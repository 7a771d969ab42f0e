import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../../db/rows.ts';
import { writeEvents } from '../../../../engine/events/write-events.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

async function endpoint(kinds: string[], state: { enabled?: boolean; removed?: boolean } = {}): Promise<string> {
  const made = await firstRow<{ id: string }>(
    test.db,
    sql`insert into webhook_endpoints (url, kinds, secret_sealed, created_by, enabled, removed_at)
        values ('https://hooks.example.org', ${sql.param(kinds)}::text[], 'sealed', 'test', ${state.enabled ?? true},
          case when ${state.removed ?? false} then outdial_now() end) returning id`,
  );
  return made?.id ?? '';
}

const kindsFor = async (endpointId: string): Promise<string[]> =>
  (
    await rows<{ kind: string }>(
      test.db,
      sql`select e.kind from webhook_deliveries d join events e on e.id = d.event_id
          where d.endpoint_id = ${endpointId} order by e.id`,
    )
  ).map(({ kind }) => kind);

describe('writing events', () => {
  it('owes each event to every endpoint that asked for its kind or a beginning of it, and to no other', async () => {
    const all = await endpoint([]);
    const exact = await endpoint(['appointment.moved']);
    const beginning = await endpoint(['appointment']);
    const halfAWord = await endpoint(['appoint']);
    const disabled = await endpoint([], { enabled: false });
    const removed = await endpoint([], { removed: true });
    await test.db.transaction(async (tx) => {
      await writeEvents(tx, [
        { kind: 'appointment.booked', subject: 'appointment:1', data: { odd: 'NUL \u0000 and half \ud800' } },
        { kind: 'appointment.moved', subject: 'appointment:1', data: {} },
        { kind: 'other.thing', subject: 'other:1', data: {} },
      ]);
    });
    expect(await kindsFor(all)).toEqual(['appointment.booked', 'appointment.moved', 'other.thing']);
    expect(await kindsFor(exact)).toEqual(['appointment.moved']);
    expect(await kindsFor(beginning)).toEqual(['appointment.booked', 'appointment.moved']);
    for (const none of [halfAWord, disabled, removed]) expect(await kindsFor(none)).toEqual([]);
  });

  it('writes nothing when its transaction fails', async () => {
    const count = async () => (await rows(test.db, sql`select from events`)).length;
    const before = await count();
    await expect(
      test.db.transaction(async (tx) => {
        await writeEvents(tx, [{ kind: 'appointment.booked', subject: 'appointment:2', data: {} }]);
        throw new Error('the fact did not come true');
      }),
    ).rejects.toThrow('did not come true');
    expect(await count()).toBe(before);
  });
});
