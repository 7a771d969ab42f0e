import type { ProgrammeSettings, ProgrammeStep } from '../shapes.ts';
import { settingsSentences } from './settings-sentences.ts';
import { stepSentences } from './step-sentence.ts';

export interface VersionChange {
  topic: string;
  /** '' = there was, or is, nothing. */
  was: string;
  is: string;
}

const stepWords = (step: ProgrammeStep | undefined): string =>
  step === undefined
    ? ''
    : [...stepSentences(step), ...step.actions.flatMap(({ text }) => (text === undefined ? [] : [`“${text}”`]))].join(
        '. ',
      );

/** What is otherwise between two versions, in sentences. Pure. */
export function versionChanges(before: ProgrammeSettings, after: ProgrammeSettings, currency: string): VersionChange[] {
  const [old, now] = [settingsSentences(before, currency), settingsSentences(after, currency)];
  const settings = now.map(({ topic, words }, at) => ({
    topic,
    was: old[at]?.words.join(' ') ?? '',
    is: words.join(' '),
  }));
  const keys = [...new Set([...before.steps, ...after.steps].map(({ key }) => key))];
  const steps = keys.map((key) => ({
    topic: `Step ${key}`,
    was: stepWords(before.steps.find((step) => step.key === key)),
    is: stepWords(after.steps.find((step) => step.key === key)),
  }));
  return [...steps, ...settings].filter(({ was, is }) => was !== is);
}
