import type { AppointmentVersion, TimelineEntry } from '../shapes.ts';
import { placeOf, sayWall, wallIn } from '../words.ts';

const CHANGES: Readonly<Record<AppointmentVersion['change'], string>> = {
  booked: 'Booked for',
  moved: 'Moved to',
  edited: 'Details were changed; it stays on',
  cancelled: 'Cancelled; it was on',
  restored: 'Stands again for',
  confirmed: 'Confirmed for',
  answered: 'The person answered; it is on',
  skipped: 'A reminder was taken out; it stays on',
  sent_now: 'A reminder was sent at once; it stays on',
  replanned: 'Its reminders were planned again; it is on',
};

/** Who: a person here by their address, a program by its key. Pure. */
export function actorWords(by: string): string {
  const [kind, name = ''] = by.split(/:(.*)/s);
  if (kind === 'user') return name;
  if (kind === 'key') return `a program (key ${name})`;
  return by === 'person' ? 'the person' : by;
}

/** Why, where it is more than an id. Pure. */
export function causeWords(cause: string | null): string | undefined {
  if (cause === null) return undefined;
  if (/^(answer|message|review):/.test(cause)) return 'by what the person answered';
  if (cause.startsWith('import:')) return 'by a list that was taken in';
  return /^[a-z]+:[0-9a-f-]{36}$/.test(cause) ? cause.slice(0, cause.indexOf(':')) : cause;
}

/** What a version changed, in a sentence. Pure. */
export function versionWords({ change, by, cause, startsAt, zone }: AppointmentVersion, nowMs: number): string {
  const when = `${sayWall(wallIn(zone, Date.parse(startsAt)), nowMs)} in ${placeOf(zone)}`;
  const why = causeWords(cause);
  return `${CHANGES[change]} ${when}, by ${actorWords(by)}${why === undefined ? '' : `: ${why}`}.`;
}

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g;

/** Words of the API with instants as a clock there shows them. Pure. */
export const withLocalTimes = (words: string, zone: string, nowMs: number): string =>
  words.replace(INSTANT, (at) => `${sayWall(wallIn(zone, Date.parse(at)), nowMs)} in ${placeOf(zone)}`);

/** What an entry says, without signs of machines. Pure. */
export const plainWords = ({ words }: TimelineEntry, zone: string, nowMs: number): string =>
  withLocalTimes(words, zone, nowMs)
    .replace(/\bsms\b/g, 'text')
    .replace('(due ', '(was due ');
