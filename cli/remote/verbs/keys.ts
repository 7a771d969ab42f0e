import { z } from 'zod';
import { scope } from '../../../api/schemas/states.ts';
import { wholeNumber } from '../../parse/whole-number.ts';
import { instant } from '../../print/amounts.ts';
import { table } from '../../print/table.ts';
import { verb } from '../../verb.ts';
import { API } from '../endpoints.ts';

export const listKeysVerb = verb('list', 'every key: scopes, last use, expiry', {
  input: z.object({}),
  run: async (_, { api }) => {
    const answer = await api().call(API.listKeys);
    const text = table(answer.items, [
      { title: 'name', value: ({ name }) => name },
      { title: 'key', value: ({ publicId }) => publicId },
      { title: 'scopes', value: ({ scopes }) => scopes.join(' ') },
      { title: 'last used', value: ({ lastUsedAt }) => instant(lastUsedAt) || 'never' },
      {
        title: 'ends',
        value: ({ expiresAt, revokedAt }) =>
          revokedAt === null ? instant(expiresAt) || 'never' : `revoked ${instant(revokedAt)}`,
      },
      { title: 'id', value: ({ id }) => id },
    ]);
    return { data: answer, text };
  },
});

export const revokeKeyVerb = verb('revoke <id>', 'a key stops working at once', {
  input: z.object({ id: z.string() }),
  run: async (input, { api }) => {
    const answer = await api().call(API.revokeKey, { params: { keyId: input.id } });
    return { data: answer, text: 'Revoked.' };
  },
});

export const KEY_FLAGS = [
  { flags: '--name <name>', help: 'who or what uses it' },
  {
    flags: '--scope <scope>',
    help: `what it may do; may be repeated: ${scope.options.join(', ')}`,
    many: true,
  },
  { flags: '--expires-in <days>', help: 'days until it stops working (default: never)' },
] as const;

export const keyInput = {
  name: z.string().optional(),
  scope: z.array(scope).optional(),
  expiresIn: wholeNumber.optional(),
};

/** The key is shown this once, with how to use it. */
export function keyWords(made: { key: string }): string {
  return `${made.key}\n\nIt is shown this once. Use it:\n  export OUTDIAL_API_KEY=${made.key}`;
}
