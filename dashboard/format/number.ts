const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const RATE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** 4,210 */
export const count = (value: number): string => WHOLE.format(value);
/** 12.5 */
export const rate = (value: number): string => RATE.format(value);

/** "42 %", "3.1 %", "<0.1 %", "0 %". A share of nothing is a dash, not 0. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 0.1) return '<0.1 %';
  if (percent < 100 && percent > 99.9) return '>99.9 %';
  return `${percent < 10 ? RATE.format(percent) : WHOLE.format(percent)} %`;
}

/** "1 contact", "2,431 contacts" */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

const STEPS = ['B', 'kB', 'MB', 'GB'] as const;
/** "4.2 MB" */
export function bytes(value: number): string {
  let left = value;
  for (const unit of STEPS) {
    if (left < 1_000 || unit === 'GB') return `${unit === 'B' ? WHOLE.format(left) : RATE.format(left)} ${unit}`;
    left /= 1_000;
  }
  return '';
}
