import { instantsOfWall } from '../wall-instants.ts';
import type { ZoneTable } from '../zone-table.ts';
import { daysOfRule } from './days-of-rule.ts';
import { parseRule } from './parse-rule.ts';
import { parseFirst, type Rule } from './rule.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NEXT_FEW = 5;
/** Of one answer, however far it is to go. */
export const MOST_OCCURRENCES = 1_000;

/** One time of a rule. */
export interface Occurrence {
  atMs: number;
  /** What the clock on the wall shows then, `2026-12-08T09:30`. */
  local: string;
  /** `gap`: its time does not exist that day, so it is as much later; `fold`: it exists twice, and this is the first. */
  note: null | 'gap' | 'fold';
}

/**
 * The times of a rule, ascending, after `afterMs` and before `untilMs`: at most `count` (5 when neither says how many,
 * 1,000 at most). The time of day of `firstLocal` is kept on the wall clock of `zone`. A time that clocks jump over
 * is read with the offset before the jump (RFC 5545, 3.3.5: 02:30 becomes 03:30), one that comes twice is the first.
 * `exclusions`: local dates (or whole local times) that are left out; they count for COUNT, as EXDATE does.
 * Throws RangeError for a rule or a first time that cannot be read (readRule says so in words).
 */
export function occurrencesOf(input: {
  rrule: string;
  firstLocal: string;
  zone: string;
  table: ZoneTable;
  afterMs: number;
  count?: number;
  untilMs?: number;
  exclusions?: readonly string[];
}): Occurrence[] {
  const parsed = parseRule(input.rrule);
  const first = parseFirst(input.firstLocal);
  if (!parsed.ok) throw new RangeError(parsed.message);
  if (!first) throw new RangeError(`no local time: ${input.firstLocal}`);
  const { untilMs = Number.POSITIVE_INFINITY } = input;
  const count = Math.min(
    input.count ?? (untilMs === Number.POSITIVE_INFINITY ? NEXT_FEW : MOST_OCCURRENCES),
    MOST_OCCURRENCES,
  );
  const excluded = new Set(input.exclusions);
  const found: Occurrence[] = [];
  // A local date and its instant are less than two days apart everywhere.
  const fromDay = Math.max(first.day, clampDay(input.afterMs) - 2);
  const lastDay = untilMs === Number.POSITIVE_INFINITY ? undefined : clampDay(untilMs) + 2;
  let lastMs = input.afterMs;
  for (const day of daysOfRule(parsed.rule, first.day, fromDay, lastDay)) {
    if (found.length >= count) break;
    const wallMs = day * DAY_MS + first.minutes * MINUTE_MS;
    const at = instantOf(input.table, input.zone, wallMs);
    if (isOver(parsed.rule, wallMs, at.atMs) || at.atMs >= untilMs) break;
    // A day that a zone skipped whole falls on the next one.
    if (at.atMs <= lastMs) continue;
    lastMs = at.atMs;
    if (!excluded.has(at.local) && !excluded.has(at.local.slice(0, 10))) found.push(at);
  }
  return found;
}

const clampDay = (ms: number): number => Math.floor(Math.min(Math.max(ms, -1e14), 1e15) / DAY_MS);

function instantOf(table: ZoneTable, zone: string, wallMs: number): Occurrence {
  const { instants, gap } = instantsOfWall(table, zone, wallMs);
  const [atMs, second] = instants;
  if (atMs !== undefined) return { atMs, local: localOfWall(wallMs), note: second === undefined ? null : 'fold' };
  if (!gap) throw new RangeError(`no instant for ${localOfWall(wallMs)} in ${zone}`);
  const laterMs = wallMs + (gap.toWallMs - gap.fromWallMs);
  const [laterAtMs] = instantsOfWall(table, zone, laterMs).instants;
  if (laterAtMs === undefined) throw new RangeError(`no instant for ${localOfWall(laterMs)} in ${zone}`);
  return { atMs: laterAtMs, local: localOfWall(laterMs), note: 'gap' };
}

function isOver({ until }: Rule, wallMs: number, atMs: number): boolean {
  if (!until) return false;
  if (until.kind === 'utc') return atMs > until.atMs;
  return wallMs > until.wallMs + (until.kind === 'date' ? DAY_MS - 1 : 0);
}

const localOfWall = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 16);
