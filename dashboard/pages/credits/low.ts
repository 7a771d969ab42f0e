import type { Balance } from './queries.ts';

/** Time to buy more without a hurry. */
const LOW_SECONDS = 4 * 3_600;

/** Used up, or soon: at the rate of the last hour it lasts less than four hours. */
export const isLow = ({ freeMicros, forecast }: Pick<Balance, 'freeMicros' | 'forecast'>): boolean =>
  freeMicros <= 0 || (forecast !== null && forecast.lastsSeconds < LOW_SECONDS);
