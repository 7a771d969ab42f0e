import { z } from 'zod';

const IN_FULL = /^\+[1-9]\d{6,14}$/;

/** What a national number lacks, in words for whoever wrote it. */
export const PHONE_IN_FULL = 'Write the number in full, like +12025550123.';

/**
 * A number as people write it -> `+12025550123`; undefined where its country stays open. 3055550123 of Miami would
 * else be a number of Greece, and the no of a person in Miami would stop nobody.
 */
export function phoneInFull(text: string): string | undefined {
  const bare = text.replace(/[\s().-]/g, '');
  return IN_FULL.test(bare) ? bare : undefined;
}

/** A number as an argument or flag. */
export const phoneArgument = z.string().transform((text, context) => {
  const phone = phoneInFull(text);
  if (phone !== undefined) return phone;
  context.addIssue(PHONE_IN_FULL);
  return z.NEVER;
});
