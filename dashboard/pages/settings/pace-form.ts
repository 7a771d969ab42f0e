import type { Account } from '../../api/accounts.ts';
import type { Pace } from './queries.ts';

export interface PaceForm {
  key: string;
  count: string;
  channel: 'both' | 'call' | 'sms';
  span: string;
  unit: 's' | 'min' | 'h';
  /** Empty = of the whole account. */
  numberId: string;
}

const MS = { s: 1_000, min: 60_000, h: 3_600_000 } as const;
export const UNITS = [
  { value: 's', label: 'seconds' },
  { value: 'min', label: 'minutes' },
  { value: 'h', label: 'hours' },
] as const;
const DAY_MS = 86_400_000;

/** In the largest unit that it is whole in. */
export function formOf({ channel, maxCount, windowMs, numberId }: Account['paces'][number], at: number): PaceForm {
  const unit = windowMs % MS.h === 0 ? 'h' : windowMs % MS.min === 0 ? 'min' : 's';
  return {
    key: String(at),
    count: String(maxCount),
    channel: channel ?? 'both',
    span: String(windowMs / MS[unit]),
    unit,
    numberId: numberId ?? '',
  };
}

/** Undefined = what is typed is no limit. */
export function paceOf({ count, channel, span, unit, numberId }: PaceForm): Pace | undefined {
  const maxCount = Number(count);
  const windowMs = Math.round(Number(span) * MS[unit]);
  if (!Number.isInteger(maxCount) || maxCount < 1 || maxCount > 1_000_000) return undefined;
  if (!(windowMs >= 1 && windowMs <= DAY_MS)) return undefined;
  return { channel: channel === 'both' ? null : channel, maxCount, windowMs, ...(numberId === '' ? {} : { numberId }) };
}
