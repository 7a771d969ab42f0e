import type { Channel } from '../channel.ts';
import type { ActionDraft, ShortStepDraft, StepDraft } from './programme-draft.ts';
import { readStepShort } from './read-step-short.ts';

export interface StepProblem {
  /** JSON pointer into the settings. */
  pointer: string;
  code: 'step_short_invalid' | 'channel_missing';
  message: string;
}

/** Writes short steps out. What cannot be read is named by its place, all of it, and left out. */
export function expandSteps(drafts: readonly (StepDraft | ShortStepDraft)[]): {
  steps: StepDraft[];
  problems: StepProblem[];
} {
  const problems: StepProblem[] = [];
  const steps = drafts.flatMap((draft, index): StepDraft[] => {
    if (!('short' in draft)) return [draft];
    const at = `/steps/${index}`;
    const read = readStepShort(draft.short);
    if (!read.ok) {
      problems.push({ pointer: `${at}/short`, code: 'step_short_invalid', message: `${read.message}.` });
      return [];
    }
    const channels = new Set(read.step.actions.map(({ channel }) => channel));
    for (const channel of channels) if (!draft[channel]) problems.push(missing(at, channel));
    const actions = read.step.actions.flatMap((action): ActionDraft[] => {
      const by = draft[action.channel];
      return by ? [{ ...by, ...action }] : [];
    });
    const { key, afterConfirm } = draft;
    return [{ key, afterConfirm, when: read.step.when, actions }];
  });
  return { steps, problems };
}

const missing = (at: string, channel: Channel): StepProblem => ({
  pointer: `${at}/${channel}`,
  code: 'channel_missing',
  message:
    channel === 'call'
      ? 'Say which account and number call, and with what.'
      : 'Say from where it is sent, and the text.',
});
