import { z } from 'zod';
import type { NewKey } from '../../engine/access/create-key.ts';
import { usageError } from '../cli-error.ts';
import { API } from '../remote/endpoints.ts';
import { KEY_FLAGS, keyInput, keyWords } from '../remote/verbs/keys.ts';
import { verb } from '../verb.ts';
import { asLocal } from './as-local.ts';

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

async function createLocally(input: Omit<NewKey, 'actor'>): Promise<{ keyId: string; publicId: string; key: string }> {
  const { createKey } = await import('../../engine/access/create-key.ts');
  return await asLocal({ code: 'key_not_made', words: 'The key was not made' }, (deps, actor) =>
    createKey(deps, { ...input, actor }),
  );
}
