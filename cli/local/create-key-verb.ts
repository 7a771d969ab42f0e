import { hostname, userInfo } from 'node:os';
import { z } from 'zod';
import type { NewKey } from '../../engine/access/create-key.ts';
import { CliError, usageError } from '../cli-error.ts';
import { API } from '../remote/endpoints.ts';
import { KEY_FLAGS, keyInput, keyWords } from '../remote/verbs/keys.ts';
import { verb } from '../verb.ts';

export const createKeyVerb = verb('create', 'make a key; it is shown once', {
  flags: [
    { flags: '--local', help: 'write it straight into the database: for the first key, which no other can make' },
    ...KEY_FLAGS,
  ],
  help: 'With --local the scope is admin, unless another is given.',
  input: z.object({ local: z.boolean().optional(), ...keyInput }),
  run: async (input, { api }) => {
    if (input.local) {
      const made = await createLocally({
        name: input.name ?? 'local',
        scopes: input.scope ?? ['admin'],
        expiresInDays: input.expiresIn ?? null,
      });
      return { data: made, text: keyWords(made) };
    }
    if (input.name === undefined) throw usageError('--name is missing');
    if (input.scope === undefined) throw usageError('--scope is missing', 'See outdial keys create --help.');
    const body = { name: input.name, scopes: input.scope, expiresInDays: input.expiresIn };
    const made = await api().call(API.createKey, { body });
    return { data: made, text: keyWords(made) };
  },
});

/** Whoever can open the database may do anything in it already: this only spares them the SQL. */
async function createLocally(input: Omit<NewKey, 'actor'>): Promise<{ keyId: string; publicId: string; key: string }> {
  const { openDb } = await import('../../db/client.ts');
  const { createKey } = await import('../../engine/access/create-key.ts');
  const { localDatabaseUrl } = await import('./local-database.ts');
  const url = await localDatabaseUrl();
  const db = openDb({ url, role: 'outdial_app', maxConnections: 1, applicationName: 'outdial-cli', onError: () => {} });
  try {
    return await createKey({ db }, { ...input, actor: `local:${userInfo().username}@${hostname()}` });
  } catch (error) {
    throw new CliError('key_not_made', `The key was not made: ${reasonOf(error)}`, {
      repair: 'Is the database there, and migrated? See: outdial doctor',
      cause: error,
    });
  } finally {
    await db.$client.end();
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
