import { hash, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { EngineError } from '../error.ts';

/** argon2id by default: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). About 80 ms of one core. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

// It runs on the threads that files and name look-ups need too, so a flood of sign-ins may not have them all.
const AT_ONCE = 2;
const MAY_WAIT = 40;
let running = 0;
const waiting: (() => void)[] = [];

/** Verified against when there is no such person, so that the answer takes as long. Made with the first password. */
let nobody: Promise<string> | undefined;

/** Hashes a password, beside the event loop. Throws EngineError `sign_in_busy`. */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(asTyped(password), COST));
}

/** Whether it is the password of this hash; null = nobody's, which takes as long. Throws EngineError `sign_in_busy`. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  return await inTurn(async () => {
    nobody ??= hash(randomBytes(32), COST);
    const fits = await verify(stored ?? (await nobody), asTyped(password));
    return fits && stored !== null;
  });
}

/** Keyboards of different systems write the same letter as one character or as two. */
const asTyped = (password: string): string => password.normalize('NFKC');

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAY_WAIT) {
      throw new EngineError('unavailable', 'sign_in_busy', 'Too many people sign in at this moment.', {
        repair: 'Try again in a few seconds.',
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}
