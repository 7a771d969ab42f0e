/** E.164 has no number longer than this. */
const MOST_DIGITS = 15;

/** The number that a text came from, or null: a sender may be a name ("ACME"), and then nobody can be suppressed. */
export function digitsOfSender(phone: string): number | null {
  const digits = phone.replace(/\D/g, '');
  return digits === '' || digits.length > MOST_DIGITS ? null : Number(digits);
}
