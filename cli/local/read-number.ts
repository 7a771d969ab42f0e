import { formatE164, parsePhone } from '../../domain/phone.ts';
import { phoneInFull } from '../parse/phone.ts';

/** A number in full, or a national one of `country` (ISO 3166), as `+12025550123`; undefined when it is neither. */
export function readNumber(text: string, country: string | undefined): string | undefined {
  const full = phoneInFull(text);
  if (full !== undefined || country === undefined) return full;
  const read = parsePhone(text, country.toUpperCase());
  return read.ok ? formatE164(read.digits) : undefined;
}
