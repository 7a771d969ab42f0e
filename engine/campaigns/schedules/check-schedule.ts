import type { ScheduleSettings } from '../../../db/schema/schedules.ts';
import type { OverlapPolicy } from '../../../domain/decide-start.ts';
import { readRule } from '../../../domain/recurrence/read-rule.ts';
import { parseLocalDay } from '../../../domain/wall-clock.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import { localText } from '../../../domain/wall-instants.ts';
import { EngineError } from '../../error.ts';
import { plannedTimes } from './planned-times.ts';

/** What a person says of a recurring campaign. */
export interface ScheduleDraft {
  /** RRULE, or words such as "every 2nd Tuesday 09:30". */
  rule: string;
  /** `2026-12-08T09:30`, or only the date where the rule says the time; absent = from today on. */
  first?: string | undefined;
  zone: string;
  overlap?: OverlapPolicy | undefined;
  catchUpMinutes?: number | undefined;
  jitterSeconds?: number | undefined;
  /** Local dates. */
  exclusions?: readonly string[] | undefined;
}

export interface ScheduleProblem {
  pointer: string;
  code: string;
  message: string;
}

const DEFAULTS = { overlap: 'skip', catchUpMinutes: 10, jitterSeconds: 0 } as const;
/** A start that is made up for a day late would meet the next one. */
const MOST_CATCH_UP_MINUTES = 12 * 60;
const MOST_JITTER_SECONDS = 3_600;
const MOST_EXCLUSIONS = 1_000;
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::00)?)?$/;

/**
 * Checks what was said, all of it, and writes it as it is stored. A date that the rule does not have is no problem as
 * an exclusion, since rules change. Throws EngineError `schedule_invalid` with every problem.
 */
export function checkSchedule(draft: ScheduleDraft, table: ZoneTable, nowMs: number): ScheduleSettings {
  const { zone, overlap = DEFAULTS.overlap } = draft;
  const { catchUpMinutes = DEFAULTS.catchUpMinutes, jitterSeconds = DEFAULTS.jitterSeconds } = draft;
  const exclusions = [...new Set(draft.exclusions)].sort();
  const problems: ScheduleProblem[] = [];
  const add = (pointer: string, code: string, message: string): void => void problems.push({ pointer, code, message });

  const known = table.has(zone);
  if (!known) add('/zone', 'zone_unknown', `"${zone}" is no time zone such as America/Chicago.`);
  if (!isWhole(catchUpMinutes, 1, MOST_CATCH_UP_MINUTES)) {
    add('/catchUpMinutes', 'out_of_range', `Catch-up is 1 to ${MOST_CATCH_UP_MINUTES} minutes.`);
  }
  if (!isWhole(jitterSeconds, 0, MOST_JITTER_SECONDS)) {
    add('/jitterSeconds', 'out_of_range', `Jitter is 0 to ${MOST_JITTER_SECONDS} seconds.`);
  }
  if (exclusions.length > MOST_EXCLUSIONS) {
    add('/exclusions', 'out_of_range', `At most ${MOST_EXCLUSIONS} dates can be left out.`);
  }
  for (const date of exclusions) {
    if (parseLocalDay(date) === undefined)
      add('/exclusions', 'date_invalid', `"${date}" is no date such as 2026-12-25.`);
  }
  const firstLocal = firstOf(draft, known ? localText(table, zone, nowMs).slice(0, 10) : '', add);
  const read = firstLocal === undefined ? undefined : readRule(draft.rule, { firstLocal });
  if (read && !read.ok) add(read.code === 'rule_time' ? '/first' : '/rule', read.code, read.message);
  if (problems.length > 0 || !read?.ok || firstLocal === undefined) throw scheduleInvalid(problems);

  const settings: ScheduleSettings = {
    rrule: read.rrule,
    firstLocal,
    zone,
    exclusions,
    overlap,
    catchUpSeconds: catchUpMinutes * 60,
    jitterSeconds,
  };
  if (plannedTimes(settings, table, { afterMs: nowMs, count: 1 }).length === 0) {
    throw scheduleInvalid([
      { pointer: '/rule', code: 'rule_over', message: `"${read.words}" has no time that is still to come.` },
    ]);
  }
  return settings;
}

/** Undefined = it cannot be told, and a problem says so. */
function firstOf(
  { rule, first }: ScheduleDraft,
  today: string,
  add: (pointer: string, code: string, message: string) => void,
): string | undefined {
  const read = readRule(rule);
  if (!read.ok) {
    add('/rule', read.code, read.message);
    return undefined;
  }
  const [, date = '', time] = DATE_TIME.exec(first ?? today) ?? [];
  if (first !== undefined && parseLocalDay(date) === undefined) {
    add('/first', 'first_invalid', `"${first}" is no local time such as 2026-12-08T09:30, nor a date.`);
    return undefined;
  }
  const at = time ?? read.at;
  if (at === null) {
    add(
      '/first',
      'first_missing',
      'Say at what time: in the rule ("every Monday 09:30") or as first, 2026-12-08T09:30.',
    );
    return undefined;
  }
  return date === '' ? undefined : `${date}T${at}`;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const scheduleInvalid = (problems: readonly ScheduleProblem[]): EngineError =>
  new EngineError('invalid', 'schedule_invalid', `This cannot be scheduled: ${problems[0]?.message ?? ''}`, {
    repair: 'Correct every problem listed; nothing was saved.',
    details: { problems },
  });
