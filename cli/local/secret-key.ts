import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UP_FOLDER } from './servers.ts';

/** The installation's own sealing key, made at the first `up` and kept beside its database. Base64 of 32 bytes. */
export function localSecretKey(folder = UP_FOLDER): string {
  const file = join(folder, 'secret-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = randomBytes(32).toString('base64');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
