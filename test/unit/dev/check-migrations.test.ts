import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { missingMigration } from '../../../dev/check-migrations.ts';

let folder: string;
beforeAll(() => {
  mkdirSync('.outdial', { recursive: true });
  folder = mkdtempSync('.outdial/schema-test-');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a table that no migration makes is named', { timeout: 60_000 }, () => {
  const schema = join(folder, 'schema.ts');
  writeFileSync(
    schema,
    `export * from '../../db/schema/index.ts';
     import { pgTable, text } from 'drizzle-orm/pg-core';
     export const forgotten = pgTable('forgotten_table', { name: text() });`,
  );
  expect(missingMigration(`./${schema}`)).toContain('CREATE TABLE "forgotten_table"');
});
