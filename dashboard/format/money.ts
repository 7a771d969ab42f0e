import { withoutCommas } from './commas.ts';

const MICROS = 1_000_000;

const formats = new Map<string, Intl.NumberFormat>();

/** "$1,204.20"; fractions of a cent only where there are any. Micros are integer millionths of the currency. */
export function money(micros: number, currency: string): string {
  const fine = micros % 10_000 !== 0;
  const key = `${currency} ${fine}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = formatOf(currency, fine);
    formats.set(key, format);
  }
  return format.format(micros / MICROS);
}

/** As wide as the decimals that `money` left out of an amount, digit by digit. */
export const pointSpace = (shown: string): string =>
  FIGURE_SPACE.repeat(MOST_DECIMALS - Math.min(MOST_DECIMALS, shown.split('.')[1]?.length ?? 0));

const MOST_DECIMALS = 4;
/** As wide as a digit. */
const FIGURE_SPACE = '\u2007';

function formatOf(currency: string, fine: boolean): Intl.NumberFormat {
  const digits = fine
    ? { minimumFractionDigits: 2, maximumFractionDigits: MOST_DECIMALS }
    : { minimumFractionDigits: 2 };
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...digits });
  } catch {
    // A provider's own unit, "credits" for one, is no currency of ISO 4217.
    return new Intl.NumberFormat('en-US', digits);
  }
}

/** What a person typed, in micros; null when it is not an amount. */
export function microsOf(text: string): number | null {
  const clean = withoutCommas(text.trim().replace(/^[^\d.,-]+/, '')) ?? '';
  if (!/^\d+(\.\d{0,6})?$|^\.\d{1,6}$/.test(clean)) return null;
  const [whole = '', part = ''] = clean.split('.');
  return Number(whole === '' ? 0 : whole) * MICROS + Number(part.padEnd(6, '0').slice(0, 6));
}
