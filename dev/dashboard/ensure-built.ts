import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const ROOT = join(import.meta.dirname, '..', '..');
const SOURCES = join(ROOT, 'dashboard');
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js');
/** In the built folder: of which sources it is. */
const STAMP = '.sources';
const COMPRESSED = /\.(js|css|svg)$/;
const BROTLI_QUALITY = 9;

export const DASHBOARD_DIST = join(SOURCES, 'dist');

export type Built = 'built' | 'fresh' | 'no_tools';

/**
 * Builds the dashboard when it is not there or not of the sources that are. `no_tools`: it is needed, and this is an
 * installation without development dependencies. Two at the same time both build; the later one stays. Throws with
 * what the build printed.
 */
export async function ensureDashboardBuilt(options: { log: (line: string) => void }): Promise<Built> {
  const hash = hashOfSources();
  if (stampOf(DASHBOARD_DIST) === hash) return 'fresh';
  if (!existsSync(VITE)) return 'no_tools';
  options.log('dashboard: building');
  const startedAtMs = Date.now();
  // Beside its place and then in one step into it: who serves it meanwhile serves the old one, whole.
  const fresh = join(ROOT, '.outdial', `dashboard-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(fresh, { recursive: true });
  try {
    await runVite(fresh);
    compress(join(fresh, 'assets'));
    writeFileSync(join(fresh, STAMP), hash);
    rmSync(DASHBOARD_DIST, { recursive: true, force: true });
    renameSync(fresh, DASHBOARD_DIST);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  options.log(`dashboard: built in ${((Date.now() - startedAtMs) / 1_000).toFixed(1)} s`);
  return 'built';
}

/** By content, not by time: a checkout touches files that it does not change. */
function hashOfSources(): string {
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith(relative(ROOT, DASHBOARD_DIST)));
  const hash = createHash('sha256');
  for (const path of [...files, 'package-lock.json'].toSorted()) {
    // An image for production may come without the lock file.
    if (!existsSync(join(ROOT, path))) continue;
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function stampOf(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, STAMP), 'utf8');
  } catch {
    return undefined;
  }
}

async function runVite(outDir: string): Promise<void> {
  const args = [VITE, 'build', SOURCES, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  // Whoever builds, a test among them: what is served is the build for users.
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' };
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`The dashboard could not be built:\n${output.trim()}`);
}

/** Once here rather than at every request: the api only picks the file. */
function compress(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => COMPRESSED.test(file))) {
    const content = readFileSync(join(folder, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY };
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content, { params }));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content));
  }
}
