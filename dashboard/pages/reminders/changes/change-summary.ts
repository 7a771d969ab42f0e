import type { Changed, ChangedSeries, PlannedStep } from '../shapes.ts';
import { plural } from '../../../format/number.ts';

/** What a change did, for a line that is read in passing. */
export interface Summary {
  title: string;
  detail: string | undefined;
}

const DONE: Readonly<Record<Changed['change'], string>> = {
  booked: 'Booked',
  moved: 'Moved',
  edited: 'Changed',
  cancelled: 'Cancelled',
  restored: 'Stands again',
  confirmed: 'Confirmed',
  answered: 'Answer kept',
  skipped: 'Skipped',
  sent_now: 'On its way',
  replanned: 'Planned again',
  unchanged: 'Nothing changed',
};

/** What went out already, what is taken back, what goes out now: step by step, from both plans. Pure. */
export function compare(before: readonly PlannedStep[] | null, plan: readonly PlannedStep[]) {
  const now = new Map(plan.map((step) => [step.step, step]));
  const had = new Map((before ?? []).map((step) => [step.step, step]));
  const planned = plan.filter(({ status }) => status === 'planned');
  return {
    sent: plan.filter(({ status }) => status === 'sent'),
    takenBack: (before ?? []).filter(({ step, status }) => status === 'planned' && now.get(step)?.status !== 'planned'),
    moved: planned.filter(({ step, at }) => had.get(step)?.status === 'planned' && had.get(step)?.at !== at),
    added: planned.filter(({ step }) => had.get(step)?.status !== 'planned'),
  };
}

/** A change of one appointment in words. Pure. */
export function changeSummary({ change, externalId, understood, before, plan, inFlight }: Changed): Summary {
  const { sent, takenBack, moved, added } = compare(before, plan);
  const names = (steps: readonly { says: string }[]): string => steps.map(({ says }) => says).join('; ');
  const times = (steps: readonly PlannedStep[]): string =>
    steps.map(({ says, atLocal }) => (atLocal === null ? says : `${says} (${atLocal})`)).join('; ');
  const parts = [
    sent.length === 0 ? '' : `Went out before: ${names(sent)}.`,
    inFlight.length === 0 ? '' : `On the way, cannot be taken back: ${names(inFlight)}.`,
    takenBack.length === 0 ? '' : `Taken back: ${names(takenBack)}.`,
    moved.length === 0 ? '' : `Now: ${times(moved)}.`,
    before === null || added.length === 0 ? '' : `Goes out: ${times(added)}.`,
    before === null && change === 'booked' ? `${plural(added.length, 'reminder')} planned.` : '',
  ];
  const detail = parts.filter((part) => part !== '').join(' ');
  return { title: `${DONE[change]}: ${externalId}, ${understood}`, detail: detail === '' ? undefined : detail };
}

const DONE_SERIES: Readonly<Record<ChangedSeries['change'], string>> = {
  created: 'Series made',
  edited: 'Series changed',
  restarted: 'Series begins again',
  unchanged: 'Nothing changed',
  paused: 'Series paused',
  resumed: 'Series goes on',
  ended: 'Series ended',
  split: 'Changed from there on',
};

/** A change of a series in words. Pure. */
export function seriesSummary({ change, words, occurrences }: ChangedSeries): Summary {
  const { booked, changed, cancelled, inFlight, problems } = occurrences;
  const parts = [
    booked === 0 ? '' : `${plural(booked, 'appointment')} booked.`,
    changed === 0 ? '' : `${plural(changed, 'appointment')} planned anew.`,
    cancelled === 0 ? '' : `${plural(cancelled, 'appointment')} cancelled.`,
    inFlight.length === 0 ? '' : `${plural(inFlight.length, 'message')} had left and cannot be taken back.`,
    problems.length === 0 ? '' : `Not booked: ${problems.map(({ externalId }) => externalId).join(', ')}.`,
  ];
  const detail = parts.filter((part) => part !== '').join(' ');
  return { title: `${DONE_SERIES[change]}: ${words}`, detail: detail === '' ? undefined : detail };
}
