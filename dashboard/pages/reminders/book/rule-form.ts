/** A rule as the plain builder has it. */
export interface RuleForm {
  unit: 'day' | 'week' | 'month';
  every: number;
  /** RFC 5545 days, of a rule by weeks; none = that of the first one. */
  days: readonly Weekday[];
  /** By months: on the date of the first one, or on its weekday. */
  monthly: 'date' | 'weekday';
  end: 'never' | 'until' | 'count';
  until: string;
  count: number;
  /** The rule as it is typed under "advanced"; undefined = the builder says it. */
  typed: string | undefined;
  date: string;
  time: string;
}

export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const EMPTY_RULE: RuleForm = {
  unit: 'week',
  every: 1,
  days: [],
  monthly: 'date',
  end: 'never',
  until: '',
  count: 10,
  typed: undefined,
  date: '',
  time: '',
};

const utc = (date: string): Date => new Date(`${date}T00:00:00Z`);

/** "MO" of a date. */
export function weekdayOf(date: string): Weekday | undefined {
  return date === '' ? undefined : WEEKDAYS[(utc(date).getUTCDay() + 6) % 7];
}

/** Which of its month: 1 to 4, or -1 for the last where it is a fifth. */
export function nthOf(date: string): number {
  const nth = Math.ceil(utc(date).getUTCDate() / 7);
  return nth > 4 ? -1 : nth;
}

/** The rule of the builder as RFC 5545 writes it. Pure. */
export function rruleOf(form: RuleForm): string {
  if (form.typed !== undefined) return form.typed.trim();
  const { unit, every, days, date, monthly } = form;
  const parts = [`FREQ=${{ day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY' }[unit]}`];
  if (every > 1) parts.push(`INTERVAL=${every}`);
  const own = weekdayOf(date);
  if (unit === 'week') {
    const chosen = WEEKDAYS.filter((day) => days.includes(day));
    const named = chosen.length > 0 ? chosen : own === undefined ? [] : [own];
    if (named.length > 0) parts.push(`BYDAY=${named.join(',')}`);
  }
  if (unit === 'month' && date !== '') {
    parts.push(monthly === 'date' ? `BYMONTHDAY=${utc(date).getUTCDate()}` : `BYDAY=${nthOf(date)}${own ?? ''}`);
  }
  if (form.end === 'count') parts.push(`COUNT=${form.count}`);
  if (form.end === 'until' && form.until !== '') parts.push(`UNTIL=${form.until.replaceAll('-', '')}`);
  return parts.join(';');
}

/** Where the rule begins, as the API takes it. */
export const firstOf = ({ date, time }: RuleForm): string => `${date} ${time}`.trim();

export const MOST_EVERY = 99;
export const MOST_TIMES = 999;
const isWithin = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

/** What the plain builder still lacks, beside its first date and time, by the pointer of its field. Pure. */
export const ruleNeeds = ({ typed, every, end, count, until }: RuleForm): Record<string, string> =>
  typed !== undefined
    ? typed.trim() === ''
      ? { '/rule': 'the rule' }
      : {}
    : {
        ...(isWithin(every, MOST_EVERY) ? {} : { '/every': 'how often' }),
        ...(end !== 'count' || isWithin(count, MOST_TIMES) ? {} : { '/count': 'how many times' }),
        ...(end !== 'until' || until !== '' ? {} : { '/until': 'the last day' }),
      };

export const isRuleAskable = (form: RuleForm): boolean =>
  form.date !== '' && form.time !== '' && Object.keys(ruleNeeds(form)).length === 0;

/** A rule that is there, in the builder; what the builder does not know goes under "advanced". Pure. */
export function ruleFormOf(rrule: string, firstLocal: string): RuleForm {
  const at = { ...EMPTY_RULE, date: firstLocal.slice(0, 10), time: firstLocal.slice(11, 16) };
  const parts = Object.fromEntries(rrule.split(';').map((part) => part.split('=')));
  const { FREQ, INTERVAL = '1', BYDAY = '', COUNT, UNTIL, ...rest } = parts;
  const days = WEEKDAYS.filter((day) => BYDAY.split(',').includes(day));
  const plain =
    Object.keys(rest).length === 0 && days.join(',') === WEEKDAYS.filter((day) => BYDAY.includes(day)).join(',');
  if (FREQ !== 'WEEKLY' || !plain || /\d/.test(BYDAY)) return { ...at, typed: rrule };
  return {
    ...at,
    every: Number(INTERVAL),
    days,
    ...(COUNT === undefined ? {} : { end: 'count', count: Number(COUNT) }),
    ...(UNTIL === undefined
      ? {}
      : { end: 'until', until: `${UNTIL.slice(0, 4)}-${UNTIL.slice(4, 6)}-${UNTIL.slice(6, 8)}` }),
  };
}
