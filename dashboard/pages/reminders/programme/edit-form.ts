import type { ProgrammeChange, ProgrammeSettings, ProgrammeStep } from '../shapes.ts';

/** A step as the form has it; what it does not show goes back as it came. */
export interface StepForm {
  key: string;
  when: ProgrammeStep['when'];
  /** Of each action, '' where it has none. */
  texts: readonly string[];
  removed: boolean;
}

export interface EditForm {
  steps: readonly StepForm[];
  /** '' = the recipient's. */
  zone: string;
  cutoffMinutes: number;
  lateMinutes: number;
  /** null = never. */
  mergeMinutes: number | null;
  repeatMinutes: number;
  onConfirm: 'stop' | 'continue';
  onCancel: 'cancel' | 'stop' | 'continue';
  onReschedule: 'stop' | 'continue';
  maxAttempts: number;
  maxConcurrent: number;
}

const minutes = (seconds: number): number => seconds / 60;

export function editFormOf(settings: ProgrammeSettings): EditForm {
  const { onConfirm, onCancel, onReschedule } = settings.answers;
  return {
    steps: settings.steps.map(({ key, when, actions }) => ({
      key,
      when,
      texts: actions.map(({ text }) => text ?? ''),
      removed: false,
    })),
    zone: settings.zone ?? '',
    cutoffMinutes: minutes(settings.cutoffSeconds),
    lateMinutes: minutes(settings.lateSeconds),
    mergeMinutes: settings.mergeWithinSeconds === null ? null : minutes(settings.mergeWithinSeconds),
    repeatMinutes: minutes(settings.repeatAfterMoveSeconds),
    onConfirm,
    onCancel,
    onReschedule,
    maxAttempts: settings.maxAttempts,
    maxConcurrent: settings.maxConcurrent,
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const seconds = (value: number): number => Math.round(value * 60);

/** Numbers in texts come masked to people: steps with such texts are left alone, or the mask would be sent. Pure. */
export const mayEditSteps = ({ steps }: ProgrammeSettings): boolean => !JSON.stringify(steps).includes('•');

function stepsOf(form: EditForm, { steps }: ProgrammeSettings): NonNullable<ProgrammeChange['steps']> {
  return form.steps.flatMap((edited) => {
    const step = steps.find(({ key }) => key === edited.key);
    if (step === undefined || edited.removed) return [];
    const actions = step.actions.map((action, at) => {
      const text = edited.texts[at] ?? '';
      return action.channel === 'sms' && text !== '' ? { ...action, text } : action;
    });
    return [{ ...step, when: edited.when, actions }];
  });
}

/** What is to be otherwise; empty when nothing is. Pure. */
export function changeOf(form: EditForm, settings: ProgrammeSettings): ProgrammeChange {
  const was = editFormOf(settings);
  const answers = { onConfirm: form.onConfirm, onCancel: form.onCancel, onReschedule: form.onReschedule };
  const wereAnswers = { onConfirm: was.onConfirm, onCancel: was.onCancel, onReschedule: was.onReschedule };
  return {
    ...(same(form.steps, was.steps) ? {} : { steps: stepsOf(form, settings) }),
    ...(form.zone === was.zone ? {} : { zone: form.zone === '' ? null : form.zone }),
    ...(form.cutoffMinutes === was.cutoffMinutes ? {} : { cutoffSeconds: seconds(form.cutoffMinutes) }),
    ...(form.lateMinutes === was.lateMinutes ? {} : { lateSeconds: seconds(form.lateMinutes) }),
    ...(form.mergeMinutes === was.mergeMinutes
      ? {}
      : { mergeWithinSeconds: form.mergeMinutes === null ? null : seconds(form.mergeMinutes) }),
    ...(form.repeatMinutes === was.repeatMinutes ? {} : { repeatAfterMoveSeconds: seconds(form.repeatMinutes) }),
    ...(same(answers, wereAnswers) ? {} : { answers }),
    ...(form.maxAttempts === was.maxAttempts ? {} : { maxAttempts: form.maxAttempts }),
    ...(form.maxConcurrent === was.maxConcurrent ? {} : { maxConcurrent: form.maxConcurrent }),
  };
}

/** What takes a change back: the settings as they were, of all that it named. Pure. */
export function backOf(change: ProgrammeChange, settings: ProgrammeSettings): ProgrammeChange {
  const { steps, zone, cutoffSeconds, lateSeconds, mergeWithinSeconds, repeatAfterMoveSeconds, answers } = settings;
  const whole = {
    steps,
    zone,
    cutoffSeconds,
    lateSeconds,
    mergeWithinSeconds,
    repeatAfterMoveSeconds,
    answers: { onConfirm: answers.onConfirm, onCancel: answers.onCancel, onReschedule: answers.onReschedule },
    maxAttempts: settings.maxAttempts,
    maxConcurrent: settings.maxConcurrent,
  };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name in change));
}
