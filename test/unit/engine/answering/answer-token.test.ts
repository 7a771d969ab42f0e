import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { createSecrets } from '../../../../engine/accounts/seal.ts';
import { answerToken, attemptOfToken } from '../../../../engine/answering/answer-token.ts';
import { answerVariables } from '../../../../engine/answering/answer-variables.ts';

const key = randomBytes(32);
const secrets = createSecrets(key);

it('reads the attempt back from its own token, also while the key is being replaced', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect(attemptOfToken(secrets, answerToken(secrets, id))).toBe(id);
    }),
  );
  const id = '01a214db-dfbd-75b5-ac62-72b96bf8574a';
  const replaced = createSecrets(randomBytes(32), key);
  expect(attemptOfToken(replaced, answerToken(secrets, id))).toBe(id);
  expect(attemptOfToken(replaced, answerToken(replaced, id))).toBe(id);
});

it('knows no token with one bit changed, of another key, cut, longer or written otherwise', () => {
  const token = answerToken(secrets, '01a214db-dfbd-75b5-ac62-72b96bf8574a');
  const bytes = Buffer.from(token, 'base64url');
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(attemptOfToken(secrets, changed.toString('base64url'))).toBeUndefined();
  }
  for (const wrong of ['', 'x', token.slice(0, -1), `${token}A`, `${token}=`, `${token}\n`, bytes.toString('hex')]) {
    expect(attemptOfToken(secrets, wrong), wrong).toBeUndefined();
  }
  expect(attemptOfToken(createSecrets(randomBytes(32)), token)).toBeUndefined();
});

it('hands the agent nothing where nobody can reach the api', () => {
  const id = '01a214db-dfbd-75b5-ac62-72b96bf8574a';
  expect(answerVariables({ secrets }, id)).toEqual({});
  expect(answerVariables({ secrets, publicUrl: 'https://calls.example/' }, id)).toEqual({
    outdial_answer_token: answerToken(secrets, id),
    outdial_answer_url: 'https://calls.example/v1/answers',
  });
});
