const MICROS = 1_000_000;

/** Micros as a person reads them: at least two decimals, and no digit lost. */
export function amount(micros: number, currency = ''): string {
  const sign = micros < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(micros) / MICROS);
  const fraction = String(Math.abs(micros) % MICROS).padStart(6, '0');
  const decimals = fraction.replace(/0{1,4}$/, '');
  const digits = String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${sign}${digits}.${decimals}${currency === '' ? '' : ` ${currency}`}`;
}

export const count = (value: number): string => value.toLocaleString('en-US');

/** ISO instants without their fractions: they are read, not computed with. */
export const instant = (iso: string | null): string => (iso === null ? '' : iso.replace(/\.\d+Z$/, 'Z'));

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  if (value < 1_024) return `${value} B`;
  const units = ['KB', 'MB', 'GB'] as const;
  let scaled = value / 1_024;
  let unit = 0;
  while (scaled >= 1_024 && unit < units.length - 1) {
    scaled /= 1_024;
    unit += 1;
  }
  return `${scaled.toFixed(1)} ${units[unit] ?? 'GB'}`;
}
