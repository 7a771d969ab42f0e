import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * What drizzle-kit would add to the migrations to reach the schema; empty when they agree. Works on a copy and needs
 * no server. `schema` is for trials of this check.
 */
export function missingMigration(schema = './db/schema/index.ts'): string {
  mkdirSync(join(ROOT, '.outdial'), { recursive: true });
  const copy = mkdtempSync(join(ROOT, '.outdial', 'migrations-'));
  try {
    cpSync(join(ROOT, 'db', 'migrations'), copy, { recursive: true });
    const before = new Set(readdirSync(copy));
    const args = ['generate', '--dialect=postgresql', '--casing=snake_case', '--name=check'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      // drizzle-kit takes an output folder only relative to the working one.
      [
        join(ROOT, 'node_modules/drizzle-kit/bin.cjs'),
        ...args,
        `--schema=${schema}`,
        `--out=./${relative(ROOT, copy)}`,
      ],
      { cwd: ROOT, encoding: 'utf8', timeout: 60_000 },
    );
    // It asks about renames, and has nobody to ask here: that is a difference too.
    if (status !== 0) return `${stdout}\n${stderr}`.trim() || 'drizzle-kit failed';
    const added = readdirSync(copy).filter((name) => name.endsWith('.sql') && !before.has(name));
    return added.map((name) => readFileSync(join(copy, name), 'utf8')).join('\n');
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function main(): void {
  const missing = missingMigration();
  if (missing === '') {
    console.log('schema and migrations agree');
    return;
  }
  console.error(
    `db/schema and db/migrations differ. Run "npm run db:generate -- --name <what-changes>". Missing:\n\n${missing}`,
  );
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
