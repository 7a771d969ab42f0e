import { parsePhone } from '../../../domain/phone.ts';
import type { ColumnPlan } from './choose-columns.ts';
import type { ColumnProfile } from './column-profile.ts';

/** What a column's header alone says is not much: beside it stands what its values show. Pure. */
export function withEvidence(
  columns: readonly ColumnPlan[],
  rows: readonly (readonly string[])[],
  profile: readonly ColumnProfile[],
  defaultCountry: string | undefined,
): ColumnPlan[] {
  return columns.map((column) => {
    const seen = profile[column.index];
    if (!column.reason.startsWith('by its header') || seen === undefined || seen.fillRate === 0) return column;
    const words =
      column.use === 'phone' ? phoneWords(valuesOf(rows, column.index), defaultCountry, seen) : wordsOf(column, seen);
    return words === undefined ? column : { ...column, reason: `${column.reason}; ${words}` };
  });
}

const valuesOf = (rows: readonly (readonly string[])[], index: number): string[] =>
  rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '');

const percent = (part: number): string => `${Math.round(part * 100)} %`;

function phoneWords(values: readonly string[], defaultCountry: string | undefined, seen: ColumnProfile): string {
  const byCountry = new Map<string, number>();
  let parsed = 0;
  for (const value of values) {
    const read = parsePhone(value, defaultCountry);
    if (!read.ok) continue;
    parsed++;
    if (read.country !== undefined) byCountry.set(read.country, (byCountry.get(read.country) ?? 0) + 1);
  }
  if (parsed === 0) return `${percent(seen.shares.phone)} look like phone numbers without a country`;
  const [most] = [...byCountry].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const share = `${percent(parsed / values.length)} parse`;
  if (most === undefined) return share;
  return most[1] === parsed ? `${share} as ${most[0]}` : `${share}, most of them as ${most[0]}`;
}

function wordsOf({ use }: ColumnPlan, { shares }: ColumnProfile): string | undefined {
  switch (use) {
    case 'timezone':
      return `${percent(shares.zone)} are time zones`;
    case 'country':
      return `${percent(shares.country)} are countries`;
    case 'postcode':
      return `${percent(shares.postcode)} look like postcodes`;
    case 'send_at':
    case 'starts_at':
    case 'consent_at':
    case 'consent_expires':
      return `${percent(shares.date)} look like dates`;
    default:
      return undefined;
  }
}
