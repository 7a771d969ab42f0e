import { z } from 'zod';

const MICROS = 1_000_000;
/** Nine billion: beyond it a number of micros is no longer exact. */
const AMOUNT = /^(-?)(\d{1,10})(?:\.(\d{1,6}))?$/;

/** `12.50` -> 12,500,000 micros, digit by digit: no binary fraction in between. Undefined = not an amount. */
export function parseMicros(text: string): number | undefined {
  const [, sign, whole, fraction = ''] = AMOUNT.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const micros = Number(whole) * MICROS + Number(fraction.padEnd(6, '0'));
  if (!Number.isSafeInteger(micros)) return undefined;
  return sign === '-' && micros !== 0 ? -micros : micros;
}

/** An amount of money as typed -> micros. */
export const money = z.string().transform((text, context) => {
  const micros = parseMicros(text);
  if (micros === undefined) {
    context.addIssue(`"${text}" is no amount; write it like 12.50, with at most six decimals`);
    return z.NEVER;
  }
  return micros;
});

/** The same, where `none` takes a limit away. */
export const moneyOrNone = z.union([z.literal('none').transform(() => null), money]);
