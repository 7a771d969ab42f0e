import { readShort, shortOf } from './short-step.ts';
import type { SaidStep } from './step-sentence.ts';

/** A step in the form; its id keeps its row where it is moved. */
export interface StepRow extends SaidStep {
  id: string;
}

/** The steps of a programme that is made. */
export interface PlanForm {
  steps: readonly StepRow[];
  /** The steps as they are typed under "advanced"; undefined = the rows say them. */
  typed: string | undefined;
}

type Action = SaidStep['actions'][number];

const withId = (step: SaidStep): StepRow => ({ ...step, id: crypto.randomUUID() });

const parted = (typed: string): string[] =>
  typed
    .split(',')
    .map((short) => short.trim())
    .filter((short) => short !== '');

/** The steps in their short form, as the API takes them. Pure. */
export const shortsOf = ({ steps, typed }: PlanForm): string[] =>
  typed === undefined ? steps.map(shortOf) : parted(typed);

/** Typed steps as rows; undefined where one of them cannot be read. */
export function stepsTyped(typed: string): StepRow[] | undefined {
  const read = parted(typed).map(readShort);
  const known = read.filter((step) => step !== undefined);
  return known.length === 0 || known.length < read.length ? undefined : known.map(withId);
}

/** What follows: by the other channel, ten minutes after nobody was reached. */
export const rowOf = (after: Action['channel']): Action => ({
  channel: after === 'call' ? 'sms' : 'call',
  follows: { when: 'not_reached', afterSeconds: 600 },
});

/** One more step: a text, at the booking where there is none yet, else an hour before the start. */
export function addStep(steps: readonly StepRow[]): StepRow[] {
  const hasBooking = steps.some(({ when }) => when.kind === 'booking');
  const when: SaidStep['when'] = hasBooking ? { kind: 'before', seconds: 3_600 } : { kind: 'booking', afterSeconds: 0 };
  return [...steps, withId({ when, actions: [{ channel: 'sms' }] })];
}

export const firstPlan = (): PlanForm => ({ steps: stepsTyped('24h:sms, 2h:call>10m:sms') ?? [], typed: undefined });
