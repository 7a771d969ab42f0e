import { z } from 'zod';
import { formatE164, parsePhone } from '../../domain/phone.ts';

const IN_FULL = /^\+[1-9]\d{6,14}$/;

/** What a national number lacks, in words for whoever wrote it. */
export const PHONE_IN_FULL = 'Write the number in full, like +12025550123.';

/**
 * A number as people write it -> `+12025550123`; undefined where its country stays open. 3055550123 of Miami would
 * else be a number of Greece, and the no of a person in Miami would stop nobody. `country`: of national numbers, ISO
 * 3166.
 */
export function phoneInFull(text: string, country?: string): string | undefined {
  const bare = text.replace(/[\s().-]/g, '');
  if (IN_FULL.test(bare)) return bare;
  if (country === undefined) return undefined;
  const read = parsePhone(text, country.toUpperCase());
  return read.ok ? formatE164(read.digits) : undefined;
}

/** A number as an argument or flag. */
export const phoneArgument = z.string().transform((text, context) => {
  const phone = phoneInFull(text);
  if (phone !== undefined) return phone;
  context.addIssue(PHONE_IN_FULL);
  return z.NEVER;
});
