import { sql, type SQL } from 'drizzle-orm';

export interface CreditForecast {
  perHourMicros: number;
  lastsSeconds: number;
  /** `lasts about 2 h 10 min at this rate` */
  words: string;
}

/** What left a purse of late, and in how long a time. */
export interface LatelySpent {
  latelyMicros: number;
  latelySeconds: number;
}

/** Of a rate: enough lines to be steady, few enough to be read each time. */
const LINES = 2_000;
/** What was spent in a shorter time than this says little of an hour. */
const LEAST_SECONDS = 300;

/** `micros` that left the purse within the last hour, and the `seconds` since the first of these lines. */
export const latelySpent = (purseId: SQL, now: SQL): SQL => sql`
  lateral (
    select coalesce(sum(l.amount_micros), 0)::bigint as micros,
      coalesce(extract(epoch from ${now} - min(l.created_at)), 0)::float8 as seconds
    from (
      select e.amount_micros, e.created_at, t.kind from ledger_entries e join credit_accounts t on t.id = e.to_account
      where e.from_account = ${purseId} order by e.id desc limit ${LINES}
    ) l where l.kind = 'spent' and l.created_at > ${now} - interval '1 hour'
  )`;

/** How long credit lasts at the rate of late; null = nothing is being spent. */
export function forecastCredit(
  freeMicros: number,
  { latelyMicros, latelySeconds }: LatelySpent,
): CreditForecast | null {
  if (latelyMicros <= 0) return null;
  const perSecond = latelyMicros / Math.max(LEAST_SECONDS, latelySeconds);
  const lastsSeconds = Math.max(0, Math.floor(freeMicros / perSecond));
  return { perHourMicros: Math.round(perSecond * 3_600), lastsSeconds, words: wordsOf(lastsSeconds) };
}

function wordsOf(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return 'used up at this rate';
  if (minutes < 60) return `lasts about ${minutes} min at this rate`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) {
    const rest = Math.floor((minutes % 60) / 10) * 10;
    return `lasts about ${hours} h${rest > 0 ? ` ${rest} min` : ''} at this rate`;
  }
  return `lasts about ${Math.floor(hours / 24)} days at this rate`;
}
