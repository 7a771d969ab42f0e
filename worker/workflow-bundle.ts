import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BUILT = fileURLToPath(new URL('./workflow-bundle.cjs', import.meta.url));
const EXTENSION = extname(import.meta.url);
const BUNDLER = fileURLToPath(new URL(`./bundle-workflows${EXTENSION}`, import.meta.url));
/** Sources run through tsx, built code by itself. */
const LOADER = EXTENSION === '.ts' ? ['--import', import.meta.resolve('tsx')] : [];

let made: Promise<{ code: string }> | undefined;

/**
 * The workflows as one piece of code: the one that the build left here, else made once, in a process of its own,
 * because the bundler needs more memory than all the rest of the worker.
 */
export async function workflowBundle(): Promise<{ code: string }> {
  made ??= existsSync(BUILT) ? readFile(BUILT, 'utf8').then((code) => ({ code })) : bundleApart();
  return await made;
}

async function bundleApart(): Promise<{ code: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'outdial-bundle-'));
  try {
    const file = join(folder, 'workflows.cjs');
    await promisify(execFile)(process.execPath, [...LOADER, BUNDLER, file]);
    return { code: await readFile(file, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
