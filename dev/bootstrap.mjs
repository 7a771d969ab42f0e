// Runs on a bare clone with nothing but node and npm: installs what is missing, then runs the target.
// Plain JavaScript without dependencies, because there are none yet.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 20];
const TARGETS = new Map([
  ['test', ['node_modules/vitest/vitest.mjs', 'run']],
  ['verify', ['dev/verify.mjs']],
  ['demo', ['--import', 'tsx', 'dev/demo.ts']],
]);

/** @param {string} message @param {number} code @returns {never} */
function giveUp(message, code) {
  console.error(message);
  process.exit(code);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  giveUp(
    `Outdial needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Install a newer one.`,
    3,
  );
}

function installIfMissing() {
  const lock = join(ROOT, 'package-lock.json');
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;

  console.error('Installing dependencies (npm install) ...');
  // Not `npm ci`: it refuses a lock file that lacks other platforms' optional packages.
  const npm = process.env['npm_execpath'];
  const args = ['install', '--no-audit', '--no-fund'];
  const options = { cwd: ROOT, stdio: /** @type {['inherit', 2, 2]} */ (['inherit', 2, 2]) };
  const { status, error } =
    npm === undefined ? spawnSync('npm', args, options) : spawnSync(process.execPath, [npm, ...args], options);
  if (error !== undefined)
    giveUp(`npm was not found (${error.message}). It comes with Node: install it, then retry.`, 3);
  if (status !== 0) {
    giveUp(
      'The dependencies could not be installed. Without a network, copy node_modules from a machine that has one, or ' +
        'point npm at a registry that can be reached, run "npm install", and retry.',
      3,
    );
  }
  // npm leaves its own file alone when nothing had to change.
  if (existsSync(installed)) utimesSync(installed, new Date(), new Date());
}

/** Tests and the demo open the dashboard; a second where its sources changed, else nothing. */
function buildDashboard() {
  const args = ['--import', 'tsx', 'dev/build-dashboard.ts'];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

const [target = '', ...rest] = process.argv.slice(2);
const command = TARGETS.get(target);
if (command === undefined) giveUp(`usage: node dev/bootstrap.mjs ${[...TARGETS.keys()].join('|')} [arguments]`, 2);
checkNode();
installIfMissing();
if (target === 'test' || target === 'demo') buildDashboard();

const child = spawn(process.execPath, [...command, ...rest], { cwd: ROOT, stdio: 'inherit' });
// A Ctrl-C in a terminal reaches the child by itself; it decides when to end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
