import { EngineError } from '../error.ts';

const LEAST_CHARACTERS = 12;
const MOST_CHARACTERS = 200;

/** The commonest passwords of at least twelve characters in published lists of leaked ones. */
const COMMON = new Set([
  '123456789012',
  '1234567890123',
  '123456789abc',
  '12345678910a',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'abcdefghijkl',
  'administrator',
  'changemeplease',
  'iloveyou1234',
  'letmein12345',
  'password1234',
  'password12345',
  'password123456',
  'password2024',
  'password2025',
  'password2026',
  'passwordpassword',
  'q1w2e3r4t5y6',
  'qwerty123456',
  'qwerty1234567',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopas',
  'unbelievable',
  'welcome12345',
]);

/**
 * Refuses a password that is soon guessed. Length is what protects; rules about kinds of characters only make people
 * write it down. Throws EngineError `password_too_short`, `password_too_long`, `password_common`.
 */
export function checkPassword(password: string, owner: { email: string }): void {
  const characters = [...password.normalize('NFKC')].length;
  if (characters < LEAST_CHARACTERS) {
    throw new EngineError('invalid', 'password_too_short', `A password has at least ${LEAST_CHARACTERS} characters.`, {
      repair: 'Take a few words that do not belong together.',
    });
  }
  if (characters > MOST_CHARACTERS) {
    throw new EngineError('invalid', 'password_too_long', `A password has at most ${MOST_CHARACTERS} characters.`);
  }
  const plain = password.normalize('NFKC').toLowerCase();
  const oneCharacter = new Set(plain).size === 1;
  if (!oneCharacter && !COMMON.has(plain) && plain !== owner.email) return;
  throw new EngineError('invalid', 'password_common', 'This password is among the first that anybody would try.', {
    repair: 'Take a few words that do not belong together.',
  });
}
