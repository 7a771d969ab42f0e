import { plural } from '../../format/number.ts';
import { isAtWork, type Campaign, type Draft, type Inspection, type Question } from './queries.ts';
import type { UploadStep } from './search.ts';

export interface StepState {
  step: UploadStep;
  label: string;
  /** Why it cannot be opened yet. */
  blocked: string | undefined;
  done: boolean;
}

/** Lists of stop words and appointments, and those for a campaign that runs, end with their commit: nothing to launch. */
export const isForLaunch = (draft: Draft, campaign: Campaign | null): boolean =>
  draft.purpose === 'contacts' && (campaign === null || campaign.state === 'draft');

const isChecked = (draft: Draft): boolean =>
  (draft.state === 'checked' && !isAtWork(draft)) || draft.state === 'done' || draft.state === 'committing';

/**
 * What somebody must say before the list is checked: what nobody could read without it, and which of several columns of
 * numbers are called, as long as it was not looked at yet. Pure.
 */
export const mustBeSaid = (
  { state }: Pick<Draft, 'state'>,
  { blocking, code }: Pick<Question, 'blocking' | 'code'>,
): boolean => blocking || (code === 'several_phone_columns' && state === 'uploaded');

/**
 * Pure: what of the five steps is done and can be opened. `inspection` undefined = it cannot be read (yet).
 * `scheduleSeen`: somebody looked at the schedule; before, its defaults are nobody's decision.
 */
export function stepStates(
  draft: Draft,
  campaign: Campaign | null,
  inspection: Pick<Inspection, 'questions'> | undefined,
  scheduleSeen = true,
): StepState[] {
  const arrived = draft.state !== 'receiving';
  const readable = inspection !== undefined || isChecked(draft);
  const open = inspection?.questions.filter((question) => mustBeSaid(draft, question)).length ?? 0;
  const mapped = readable && open === 0;
  const checked = isChecked(draft);
  const launching = isForLaunch(draft, campaign);
  const unread = arrived ? 'This file cannot be read as it is: see step 1.' : 'Wait until the file has arrived.';
  const notMapped = open > 0 ? `Answer ${plural(open, 'question')} about the columns first.` : unread;
  const steps: StepState[] = [
    { step: 'file', label: 'File', blocked: undefined, done: arrived && readable },
    {
      step: 'map',
      label: launching ? 'Columns and message' : 'Columns',
      blocked: readable ? undefined : unread,
      done: mapped && (!launching || campaign !== null),
    },
    { step: 'check', label: 'Check', blocked: mapped ? undefined : notMapped, done: checked },
  ];
  if (!launching) return steps;
  const later =
    campaign === null
      ? 'Say in step 2 what people get.'
      : checked
        ? draft.acceptedRows === 0
          ? 'Not one row can be used yet: see step 3.'
          : undefined
        : 'Check the list first.';
  return [
    ...steps,
    { step: 'schedule', label: 'Schedule and limits', blocked: later, done: later === undefined && scheduleSeen },
    { step: 'review', label: 'Review and launch', blocked: later, done: false },
  ];
}

/** Where somebody who comes back goes on. */
export function currentStep(states: readonly StepState[], draft: Draft): UploadStep {
  if (draft.state === 'receiving' || draft.state === 'failed' || draft.state === 'cancelled') return 'file';
  const next = states.find(({ done }) => !done) ?? states.at(-1);
  return next === undefined || next.blocked !== undefined ? 'file' : next.step;
}
