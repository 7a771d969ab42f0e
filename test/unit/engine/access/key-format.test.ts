import { expect, it } from 'vitest';
import { newKey, parseKey } from '../../../../engine/access/key-format.ts';
import { holdsScope, SCOPES } from '../../../../engine/access/scopes.ts';
import { scope } from '../../../../api/schemas/states.ts';

it('makes keys that it can read, with 256 bits of secret', () => {
  for (let n = 0; n < 200; n++) {
    const made = newKey();
    expect(parseKey(made.key)).toEqual({ publicId: made.publicId, secret: made.secret });
    expect(Buffer.from(made.secret, 'base64url')).toHaveLength(32);
  }
});

it('reads nothing else as a key', () => {
  const { key } = newKey();
  for (const text of ['', 'od_', key.slice(0, -1), `${key}x`, key.toUpperCase(), ` ${key}`, `${key}\n`]) {
    expect(parseKey(text)).toBeUndefined();
  }
});

it('lets admin do everything and a scope only what it says', () => {
  expect(SCOPES.every((needed) => holdsScope(['admin'], needed))).toBe(true);
  expect(holdsScope(['campaigns:write'], 'read')).toBe(false);
  expect(holdsScope([], 'read')).toBe(false);
});

it('offers the same scopes in the API as in the engine', () => {
  expect(scope.options.toSorted()).toEqual([...SCOPES].sort());
});
