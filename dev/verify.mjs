// Everything that can be checked without a server: two checks at a time, the output of what failed, and all of them
// even when one fails.
import { spawn } from 'node:child_process';

const BIN = 'node_modules/.bin';
const VITEST = `${BIN}/vitest run --project unit --project replay`;
/** The longest first, so that two at a time end together. */
const CHECKS = [
  ['unit and replay tests', VITEST],
  ['types', `${BIN}/tsc -p .`],
  ['types of the dashboard', `${BIN}/tsc -p dashboard`],
  ['dashboard builds, small enough', `${BIN}/tsx dev/build-dashboard.ts`],
  ['lint, import table', `${BIN}/oxlint --type-aware --deny-warnings`],
  ['dead code', `${BIN}/knip`],
  ['schema = migrations', `${BIN}/tsx dev/check-migrations.ts`],
  ['format', `${BIN}/oxfmt --check`],
];
const AT_ONCE = 2;

/** @param {string} name @param {string} command */
async function check(name, command) {
  const startedAt = Date.now();
  const [file = '', ...args] = command.split(' ');
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(1);
    });
    child.on('close', resolve);
  });
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  return { name, passed: code === 0, output };
}

const waiting = [...CHECKS];
/** @type {{ name: string, passed: boolean, output: string }[]} */
const results = [];
const lane = async () => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name = '', command = ''] = next;
    results.push(await check(name, command));
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, lane));

const failed = results.filter((result) => !result.passed);
for (const { name, output } of failed) console.log(`\n--- ${name}\n${output.trimEnd()}`);
console.log(failed.length === 0 ? 'verify: all good' : `\nverify: ${failed.map(({ name }) => name).join(', ')} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
