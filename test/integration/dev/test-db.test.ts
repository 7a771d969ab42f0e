import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstRow } from '../../../db/rows.ts';
import { testDb, type TestDb } from '../../support/test-db.ts';

let mine: TestDb;
let other: TestDb;

beforeAll(async () => {
  [mine, other] = await Promise.all([testDb(), testDb()]);
});
afterAll(() => Promise.all([mine.drop(), other.drop()]));

test('two databases made at once are apart, migrated and marked as test', async () => {
  expect(mine.url).not.toBe(other.url);
  await mine.adminDb.execute(sql`update installation set clock_offset_ms = 86400000`);
  const ahead = sql`select outdial_now() > clock_timestamp() + interval '1 hour' as ahead, is_test from installation`;
  expect(await firstRow(mine.db, ahead)).toEqual({ ahead: true, is_test: true });
  expect(await firstRow(other.db, ahead)).toEqual({ ahead: false, is_test: true });
});

test('each pool acts in its role', async () => {
  const role = sql`select current_user as role`;
  expect(await firstRow(mine.db, role)).toEqual({ role: 'outdial_app' });
  expect(await firstRow(mine.readDb, role)).toEqual({ role: 'outdial_read' });
  await expect(mine.readDb.execute(sql`insert into pacers default values`)).rejects.toMatchObject({
    cause: { code: '42501' },
  });
  await expect(mine.db.execute(sql`update installation set clock_offset_ms = 1`)).rejects.toMatchObject({
    cause: { code: '42501' },
  });
});
