import type { LoadedLaw } from '../../../data/load-law.ts';
import { ok, problem, reasonOf, warning, type Finding } from './finding.ts';

const PART = 'law';
const DAY_MS = 86_400_000;
/** States change their rules several times a year; who has not looked for half of one has surely missed something. */
const OLD_DAYS = 182;
/** Campaigns plan ahead; a calendar that has run out says of every day that it is none. */
const CALENDAR_AHEAD_DAYS = 120;
const REPAIR = 'Have the rules looked at by counsel, and put newer files in (OUTDIAL_LAW, data/README.md), or upgrade.';

/** Versions and age of the rule files, how much of them is unconfirmed, and where holiday calendars run out. */
export function checkLaw(load: () => LoadedLaw, nowMs: number): Finding[] {
  let law: LoadedLaw;
  try {
    law = load();
  } catch (error) {
    return [problem(PART, reasonOf(error), 'Correct the files that OUTDIAL_LAW names: api and worker do not start.')];
  }
  const files = Object.entries(law.versions).map(([name, version]) => ({
    name,
    version,
    days: daysSince(version, nowMs),
  }));
  const words = files.map(({ name, version, days }) => `${name} of ${version}${days > 0 ? ` (${days} days old)` : ''}`);
  const old = files.filter(({ days }) => days > OLD_DAYS).map(({ name }) => name);
  const unconfirmed = law.rules.filter(({ confirmed }) => !confirmed);
  const versions = `rule files: ${words.join(', ')}`;
  const ending = [...law.calendarEnds]
    .filter(([, last]) => daysSince(last, nowMs) > -CALENDAR_AHEAD_DAYS)
    .map(([name]) => name);
  return [
    old.length > 0 ? warning(PART, versions, REPAIR, old) : ok(PART, versions),
    {
      ...ok(
        PART,
        `${law.rules.length} rules, ${unconfirmed.length} of them on sources that nobody has confirmed; none of it is legal advice`,
      ),
      ids: unconfirmed.map(({ id }) => id),
    },
    ...(ending.length > 0
      ? [warning(PART, 'holiday calendars run out: no day after them is free', REPAIR, ending)]
      : []),
  ];
}

const daysSince = (date: string, nowMs: number): number =>
  Math.floor((nowMs - Date.parse(`${date}T00:00:00Z`)) / DAY_MS);
