import type { Read } from '../../../components/read-number.ts';
import { pointAdvice } from '../../../format/commas.ts';
import { microsOf } from '../../../format/money.ts';
import { count } from '../../../format/number.ts';
import { LIMITS } from './limits.ts';

/** An amount of money in micros; empty = null. Pure. */
export function readAmount(text: string): Read<number | null> {
  if (text.trim() === '') return { value: null };
  const micros = microsOf(text);
  const { least, most } = LIMITS.moneyMicros;
  if (micros !== null && micros >= least && micros <= most) return { value: micros };
  return { wrong: pointAdvice(text) ?? `An amount above 0 and up to ${count(most / 1_000_000)}, like 250.00.` };
}
