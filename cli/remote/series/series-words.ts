import type { z } from 'zod';
import type * as schemas from '../../../api/schemas/series.ts';
import { instant, plural } from '../../print/amounts.ts';
import { fields, table } from '../../print/table.ts';

type Series = z.output<typeof schemas.series>;
type Changed = z.output<typeof schemas.changedSeries>;
type Occurrence = Series['next'][number];

/** What a series is, and its next five. */
export function seriesWords(series: Series): string {
  const text = fields({
    series: series.externalId,
    state: series.state,
    rule: series.words,
    rrule: series.rrule,
    zone: series.zone,
    phone: series.phone,
    name: series.name,
    'booked until': instant(series.madeUntil),
    version: series.version,
  });
  return `${text}\n\n${occurrenceWords(series.next)}`;
}

function occurrenceWords(next: readonly Occurrence[]): string {
  const rows = table(
    next,
    [
      { title: 'next', value: ({ understood }) => understood },
      { title: 'appointment', value: (one) => one.appointment?.externalId ?? 'not booked yet' },
      { title: 'state', value: stateWords },
      { title: 'first message', value: firstMessage },
    ],
    'Nothing to come.',
  );
  const notes = next.flatMap(({ note }) => (note === null ? [] : [`! ${note.message}`]));
  return [rows, ...notes].join('\n');
}

function stateWords({ at, appointment }: Occurrence): string {
  if (appointment === null) return '';
  const moved = appointment.startsAt === at ? [] : [`moved to ${instant(appointment.startsAt)}`];
  return [appointment.state, ...moved, ...(appointment.skipped ? ['skipped'] : [])].join(', ');
}

function firstMessage({ appointment }: Occurrence): string {
  if (appointment === null) return '';
  const [first] = appointment.plan.filter(({ status }) => status === 'planned');
  if (first) return `${first.says}: ${first.atLocal ?? ''}`;
  const [none] = appointment.plan;
  return none ? `none: ${none.why}` : 'none';
}

const DONE: Record<Changed['change'], string> = {
  created: 'Created.',
  edited: 'Changed from now on.',
  restarted: 'Begun anew.',
  unchanged: 'Nothing was to be changed.',
  paused: 'Paused: nothing goes out for it.',
  resumed: 'Messages go out again.',
  ended: 'Ended.',
  split: 'Split: this is the new series.',
};

/** What a change did, and what the series is now. `dryRun`: what it would do. */
export function changeWords(answer: Changed, dryRun = false): string {
  const { booked, changed, cancelled, inFlight } = answer.occurrences;
  const parts = [
    ...(booked > 0 ? [`${plural(booked, 'appointment')} booked`] : []),
    ...(changed > 0 ? [`${plural(changed, 'appointment')} changed`] : []),
    ...(cancelled > 0 ? [`${plural(cancelled, 'appointment')} cancelled`] : []),
  ];
  const sum = parts.length > 0 ? ` ${parts.join(', ')}.` : '';
  const left =
    inFlight.length > 0 ? ` ${plural(inFlight.length, 'message')} had left already and cannot be taken back.` : '';
  const head = `${dryRun ? 'Nothing was done; it would be: ' : ''}${DONE[answer.change]}${sum}${left}`;
  const problems = answer.occurrences.problems.map(({ externalId, message }) => `! ${externalId}: ${message}`);
  return [head, ...problems, '', seriesWords(answer)].join('\n');
}
