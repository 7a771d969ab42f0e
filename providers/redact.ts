const LONGEST_MESSAGE = 300;

/** A provider's own words made fit for logs and the ledger: no key, no full phone number, one line, not endless. */
export const redact = (text: string): string =>
  text
    .replace(/\b(an_live_|sk_car_)[A-Za-z0-9_-]+/g, '$1***')
    .replace(/\+?\d[\d\s().-]{5,}\d/g, (phone) => `***${phone.replace(/\D/g, '').slice(-2)}`)
    .replaceAll('\0', ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST_MESSAGE)
    // Neither NUL nor the half of a character that was cut can be stored.
    .replace(/[\uD800-\uDBFF]$/, '');

/** An exception in one line: its code where it has one (a socket error), and its message. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return redact(String(error));
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return redact(`${code}${error.message}`);
};
