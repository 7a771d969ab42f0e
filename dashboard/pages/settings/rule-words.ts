import { plural } from '../../format/number.ts';
import { calendarWords } from './place-words.ts';
import type { LawRule } from './queries.ts';

const DAYS = [
  ['mon', 'Mon'],
  ['tue', 'Tue'],
  ['wed', 'Wed'],
  ['thu', 'Thu'],
  ['fri', 'Fri'],
  ['sat', 'Sat'],
  ['sun', 'Sun'],
] as const;

/** "Mon–Fri 08:00–21:00, Sat 10:00–18:00; never on Sun": days that are alike stand together. */
export function hoursWords(hours: NonNullable<LawRule['hours']>): string {
  const stretches: { from: string; to: string; words: string }[] = [];
  for (const [day, name] of DAYS) {
    const spans = hours[day] ?? [];
    const words = spans.map(([start, end]) => `${start}–${end}`).join(' and ');
    const last = stretches.at(-1);
    if (last !== undefined && last.words === words) last.to = name;
    else stretches.push({ from: name, to: name, words });
  }
  const named = stretches.map(({ from, to, words }) => ({ days: from === to ? from : `${from}–${to}`, words }));
  const open = named.filter(({ words }) => words !== '').map(({ days, words }) => `${days} ${words}`);
  const closed = named.filter(({ words }) => words === '').map(({ days }) => days);
  return [open.join(', '), closed.length === 0 ? '' : `never on ${closed.join(', ')}`].filter(Boolean).join('; ');
}

const CONSENT = {
  none: 'No record of consent is asked for',
  express: 'Express consent has to be on record',
  written: 'Written consent has to be on record',
} as const;

/** What a rule asks, each part as a sentence. */
export function ruleSentences({ hours, closedOn, caps, consent }: LawRule): string[] {
  return [
    ...(hours === undefined ? [] : [`Only ${hoursWords(hours)}, on the clock of whom is called`]),
    ...(closedOn === undefined ? [] : [`Never on the holidays of ${closedOn.map(calendarWords).join(', ')}`]),
    ...(caps ?? []).map(
      ({ count, hours: span }) => `At most ${plural(count, 'attempt')} to a person in any ${spanWords(span)}`,
    ),
    ...(consent === undefined ? [] : [CONSENT[consent]]),
  ];
}

const spanWords = (hours: number): string =>
  hours > 24 && hours % 24 === 0 ? plural(hours / 24, 'day') : plural(hours, 'hour');
