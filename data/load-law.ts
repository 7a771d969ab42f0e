import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { isFederalHoliday } from '../domain/federal-holidays.ts';
import type { LawBook, LawRule } from '../domain/law/law-rule.ts';
import { parseLocalDay } from '../domain/wall-clock.ts';
import { checkRules, type PlacedRule } from './check-rules.ts';
import { LawFileError, pointerOf, type LawFileProblem } from './law-file-error.ts';
import { holidayFile, ruleFile } from './law-file.ts';

/** A law book that can be listed. */
export interface LoadedLaw extends LawBook {
  rules: readonly LawRule[];
  /** The last date of each calendar that is a list; a computed one never runs out. */
  calendarEnds: ReadonlyMap<string, string>;
}

const SHIPPED = fileURLToPath(new URL('./law', import.meta.url));
/** Computed, so that it never runs out (domain/federal-holidays.ts). */
const FEDERAL = 'us-federal';
const NONE: readonly LawRule[] = Object.freeze([]);

/**
 * Loads and checks all rule files. `folder`: an installation's own; a file there stands in place of the shipped file
 * of the same name, and others are added. Throws LawFileError with every problem of every file.
 */
export function loadLaw(folder?: string): LoadedLaw {
  const problems: LawFileProblem[] = [];
  if (folder !== undefined && jsonFiles(folder).length === 0 && jsonFiles(join(folder, 'holidays')).length === 0) {
    // A mount that failed looks like this, and would silently bring the shipped rules back.
    throw new LawFileError([{ file: folder, pointer: '', message: 'must be a folder with at least one .json file' }]);
  }
  const read = <Shape extends z.ZodType>(part: string, shape: Shape): { name: string; file: z.output<Shape> }[] =>
    [...filesOf(part, folder)].flatMap(([name, path]) => {
      const file = readFile(path, shape, problems);
      return file === undefined ? [] : [{ name, file }];
    });

  const ruleFiles = read('.', ruleFile);
  const days = new Map<string, Set<number>>();
  const calendarEnds = new Map<string, string>();
  const holidayFiles = read('holidays', holidayFile);
  for (const { name, file } of [...ruleFiles, ...holidayFiles]) {
    for (const [calendar, dates] of Object.entries(file.calendars ?? {})) {
      if (calendar === FEDERAL || days.has(calendar)) {
        const message = `the calendar "${calendar}" exists already`;
        problems.push({ file: name, pointer: pointerOf(['calendars', calendar]), message });
      }
      calendarEnds.set(calendar, dates.toSorted().at(-1) ?? '');
      days.set(calendar, new Set(dates.map((date) => parseLocalDay(date) ?? Number.NaN)));
    }
  }
  const hasCalendar = (name: string): boolean => name === FEDERAL || days.has(name);
  const placed = ruleFiles.flatMap(({ name, file }) =>
    file.rules.map((rule, index): PlacedRule => ({ file: name, index, rule })),
  );
  problems.push(...checkRules(placed, hasCalendar));
  if (problems.length > 0) throw new LawFileError(problems);

  const rules = placed.map(({ rule }): LawRule => Object.freeze(rule));
  const byJurisdiction = new Map<string, LawRule[]>();
  for (const rule of rules) {
    byJurisdiction.set(rule.jurisdiction, [...(byJurisdiction.get(rule.jurisdiction) ?? []), rule]);
  }
  return {
    rules,
    calendarNames: [FEDERAL, ...days.keys()],
    calendarEnds,
    versions: Object.fromEntries(ruleFiles.map(({ name, file }) => [name, file.version])),
    digest: createHash('sha256')
      .update(JSON.stringify([ruleFiles, holidayFiles]))
      .digest('hex'),
    rulesOf: (jurisdiction) => byJurisdiction.get(jurisdiction) ?? NONE,
    hasCalendar,
    isHoliday: (calendar, localDay) => {
      const dates = days.get(calendar);
      if (dates) return dates.has(localDay);
      if (calendar === FEDERAL) return isFederalHoliday(localDay);
      throw new RangeError(`there is no holiday calendar "${calendar}"`);
    },
  };
}

const jsonFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
    : [];

/** Name -> path: the shipped files, with an installation's own in their places. */
function filesOf(part: string, folder: string | undefined): Map<string, string> {
  const folders = [SHIPPED, ...(folder === undefined ? [] : [folder])].map((each) => join(each, part));
  return new Map(folders.flatMap((each) => jsonFiles(each).map((name) => [name, join(each, name)] as const)));
}

function readFile<Shape extends z.ZodType>(
  path: string,
  shape: Shape,
  problems: LawFileProblem[],
): z.output<Shape> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    problems.push({ file: path, pointer: '', message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  problems.push(
    ...parsed.error.issues.map((issue) => ({ file: path, pointer: pointerOf(issue.path), message: issue.message })),
  );
  return undefined;
}
