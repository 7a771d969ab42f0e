import type { z } from 'zod';
import type { previewedAppointment } from '../../../api/schemas/appointments.ts';
import { amount, plural } from '../../print/amounts.ts';
import { oneLine, table } from '../../print/table.ts';

export type ChangeOut = z.output<typeof previewedAppointment>;
type Step = ChangeOut['plan'][number];

const DONE: Readonly<Record<ChangeOut['change'], string>> = {
  booked: 'Booked',
  moved: 'Moved',
  edited: 'Changed',
  cancelled: 'Cancelled',
  restored: 'Booked again',
  confirmed: 'Confirmed',
  answered: 'Answered',
  skipped: 'Changed',
  sent_now: 'On its way',
  replanned: 'Planned again',
  unchanged: 'Nothing changes',
};

/** What became of an appointment: when it is, what goes out, what of the old plan had left already. */
export function changeText(changed: ChangeOut): string {
  const head = `${DONE[changed.change]}: ${changed.externalId}, ${changed.understood}${forViewer(changed)}.`;
  const plan = changed.before === null ? planText(changed.plan) : sideBySide(changed.before, changed.plan);
  return [head, plan, inFlightText(changed), changed.notes.map(({ message }) => oneLine(message)).join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

const planText = (plan: readonly Step[]): string =>
  table(
    plan,
    [
      { title: 'step', value: ({ says }) => says },
      { title: 'when', value: whenWords },
      { title: 'why', value: ({ why }) => why },
      { title: 'at most', value: costWords, right: true },
    ],
    'Its programme has no steps.',
  );

function sideBySide(before: readonly Step[], plan: readonly Step[]): string {
  const old = new Map(before.map((step) => [step.step, step]));
  const gone = before.filter(({ step }) => plan.every((now) => now.step !== step));
  return table(
    [...plan.map((now) => ({ was: old.get(now.step), now })), ...gone.map((was) => ({ was, now: undefined }))],
    [
      { title: 'step', value: ({ was, now }) => (now ?? was)?.says },
      { title: 'before', value: ({ was }) => (was ? whenWords(was) : '-') },
      { title: 'now', value: ({ now }) => (now ? whenWords(now) : '-') },
      { title: 'why', value: ({ now }) => now?.why },
      { title: 'at most', value: ({ now }) => (now ? costWords(now) : ''), right: true },
    ],
    'Its programme has no steps.',
  );
}

const whenWords = ({ status, atLocal }: Step): string =>
  status === 'skipped' ? 'not sent' : status === 'sent' ? `sent ${atLocal ?? ''}`.trim() : (atLocal ?? '');

const costWords = ({ status, costMicros }: Step): string => (status === 'planned' ? amount(costMicros) : '');

function inFlightText({ inFlight }: ChangeOut): string {
  if (inFlight.length === 0) return '';
  const each = inFlight.map(({ says, attemptId }) => `  ${says}: outdial attempts show ${attemptId}`);
  return [`${plural(inFlight.length, 'message')} of the old plan had left already:`, ...each].join('\n');
}

/** `; for you Wed 9 Dec 16:30`: on the clock of whoever types, where that shows another time. */
export function forViewer(
  { startsAt, zone }: Pick<ChangeOut, 'startsAt' | 'zone'>,
  viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string {
  const here = clock(startsAt, viewerZone);
  return here === undefined || here === clock(startsAt, zone) ? '' : ` (for you ${here})`;
}

function clock(iso: string, timeZone: string): string | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const parts = new Map(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
    const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
    return `${part('weekday')} ${part('day')} ${part('month')} ${part('hour')}:${part('minute')}`;
  } catch {
    // A zone that this runtime does not know.
    return undefined;
  }
}
