import { DEFAULT_CALLING_HOURS } from '../calling-hours.ts';
import { completeLimits, DEFAULT_DIAL_LIMITS } from '../dial-limits.ts';
import type { Purpose } from '../purpose.ts';
import type { ProgrammeAction, ProgrammeSettings, ProgrammeStep, StepTiming } from './programme.ts';
import { keysOfSteps } from './step-key.ts';

/** `Type` with every part left out at will, also as an explicit undefined. */
type Parts<Type> = { [Key in keyof Type]?: Type[Key] | undefined };

/** A call or text as a person writes it: its texts may be named instead of written out. */
export type ActionDraft = Pick<ProgrammeAction, 'channel' | 'accountId' | 'numberId'> &
  Parts<Omit<ProgrammeAction, 'slot' | 'channel' | 'accountId' | 'numberId'>> & {
    /** Name of a stored template; its body becomes the text. */
    template?: string | undefined;
    /** The same for the text that tells of a move. */
    movedTemplate?: string | undefined;
  };

export interface StepDraft {
  /** Left out = made from its timing and channel, such as `24h-sms`. */
  key?: string | undefined;
  when: StepTiming;
  /** The message, then its fallbacks. */
  actions: readonly ActionDraft[];
  afterConfirm?: ProgrammeStep['afterConfirm'] | undefined;
}

/** A step in its short form, with what is said or sent by each channel that it uses. */
export interface ShortStepDraft {
  short: string;
  key?: string | undefined;
  afterConfirm?: StepDraft['afterConfirm'];
  call?: Omit<ActionDraft, 'channel' | 'follows'> | undefined;
  sms?: Omit<ActionDraft, 'channel' | 'follows'> | undefined;
}

/** What a person must say of a programme and may leave out. */
export type ProgrammeDraft = Parts<Omit<ProgrammeSettings, 'steps' | 'purpose' | 'answers'>> & {
  purpose: Purpose;
  steps: readonly (StepDraft | ShortStepDraft)[];
  answers?: Parts<ProgrammeSettings['answers']> | undefined;
};

/** Parts of a draft: what a change says. Steps are said whole. */
export type ProgrammeChange = Parts<ProgrammeDraft>;

/** An action whose templates were looked up and that has no place yet. */
export type PlacelessAction = Omit<ProgrammeAction, 'slot'>;
export type PlacelessStep = Omit<ProgrammeStep, 'actions'> & { actions: PlacelessAction[] };
export type PlacelessSettings = Omit<ProgrammeSettings, 'steps'> & { steps: PlacelessStep[] };

/** Used where a draft is silent: the safe hours, nothing in the last 15 minutes, two dials, three per person and day. */
export const DEFAULT_PROGRAMME: Omit<ProgrammeSettings, 'steps' | 'purpose'> = {
  zone: null,
  hours: DEFAULT_CALLING_HOURS,
  languages: ['en'],
  cutoffSeconds: 900,
  lateSeconds: 1_800,
  mergeWithinSeconds: null,
  repeatAfterMoveSeconds: 900,
  answers: {
    keys: { '1': 'confirm', '2': 'cancel', '3': 'reschedule', '9': 'opt_out' },
    onConfirm: 'stop',
    onCancel: 'cancel',
    onReschedule: 'stop',
    cutoffSeconds: 0,
  },
  ...DEFAULT_DIAL_LIMITS,
  maxAttempts: 2,
};

/** A draft whose named templates were put in the place of their names. */
export type ResolvedProgramme = Omit<ProgrammeDraft, 'steps'> & {
  steps: readonly (Omit<StepDraft, 'actions'> & { actions: readonly PlacelessAction[] })[];
};

/** Fills in what a draft leaves out, from `base`: the defaults, or what the programme was told so far. */
export function completeProgramme(
  draft: ResolvedProgramme,
  base: Omit<ProgrammeSettings, 'steps' | 'purpose'> = DEFAULT_PROGRAMME,
): PlacelessSettings {
  const keys = keysOfSteps(draft.steps);
  return {
    purpose: draft.purpose,
    // Null is a choice of its own here: the recipient's zone, no merging.
    zone: draft.zone === undefined ? base.zone : draft.zone,
    hours: draft.hours ?? base.hours,
    languages: draft.languages ?? base.languages,
    steps: draft.steps.map(({ when, actions, afterConfirm = 'stop' }, index) => ({
      key: keys[index] ?? '',
      when,
      actions: [...actions],
      afterConfirm,
    })),
    cutoffSeconds: draft.cutoffSeconds ?? base.cutoffSeconds,
    lateSeconds: draft.lateSeconds ?? base.lateSeconds,
    mergeWithinSeconds: draft.mergeWithinSeconds === undefined ? base.mergeWithinSeconds : draft.mergeWithinSeconds,
    repeatAfterMoveSeconds: draft.repeatAfterMoveSeconds ?? base.repeatAfterMoveSeconds,
    answers: {
      keys: draft.answers?.keys ?? base.answers.keys,
      onConfirm: draft.answers?.onConfirm ?? base.answers.onConfirm,
      onCancel: draft.answers?.onCancel ?? base.answers.onCancel,
      onReschedule: draft.answers?.onReschedule ?? base.answers.onReschedule,
      cutoffSeconds: draft.answers?.cutoffSeconds ?? base.answers.cutoffSeconds,
    },
    ...completeLimits(draft, base),
  };
}
