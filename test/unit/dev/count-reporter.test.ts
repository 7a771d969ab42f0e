import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;
beforeAll(() => {
  mkdirSync('.outdial', { recursive: true });
  folder = mkdtempSync('.outdial/reporter-test-');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs vitest with our reporter alone over one file; in CI or not. */
function run(name: string, code: string, ci: boolean, ...args: string[]): { status: number | null; lines: string[] } {
  const root = join(folder, name);
  mkdirSync(root);
  writeFileSync(join(root, 'a.test.ts'), `import { expect, test } from 'vitest';\n${code}`);
  writeFileSync(join(root, 'vitest.config.mjs'), 'export default {};');
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const reporter = resolve('test/support/count-reporter.ts');
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', root, '--reporter', reporter, ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], NO_COLOR: '1', ...(ci ? { CI: 'true' } : {}) },
    },
  );
  return { status, lines: stdout.trimEnd().split('\n') };
}

const SKIPPED = `test('runs', () => expect(1).toBe(1)); test.skip('later', () => {});`;

describe('the last line of a test run', { timeout: 60_000 }, () => {
  test('counts what passed and failed', () => {
    const code = `test('yes', () => expect(1).toBe(1)); test('no', () => expect(1).toBe(2));`;
    const { status, lines } = run('failed', code, false);
    expect(lines.at(-1)).toBe('1 passed, 1 failed');
    expect(status).toBe(1);
  });

  test('counts a file that does not load as a failure', () => {
    const { status, lines } = run('broken', `import './no-such-file.ts';`, false);
    expect(lines.at(-1)).toBe('0 passed, 1 failed');
    expect(status).toBe(1);
  });

  test('names a skipped test, which fails the run in CI only', () => {
    const here = run('skipped', SKIPPED, false);
    expect(here.lines.at(-1)).toBe('1 passed, 0 failed, 1 skipped');
    expect(here.lines.join('\n')).toMatch(/SKIPPED: .*a\.test\.ts > later/);
    expect(here.status).toBe(0);
    expect(run('skipped-ci', SKIPPED, true).status).toBe(1);
  });

  test('a run of chosen tests is no skip', () => {
    const { status, lines } = run('chosen', SKIPPED.replace('.skip', ''), true, '-t', 'runs');
    expect(lines.join('\n')).not.toContain('SKIPPED');
    expect(status).toBe(0);
  });
});
