import type { AnswerMeaning } from '../answer.ts';
import type { CallingHours } from '../calling-hours.ts';
import type { CampaignStep } from '../campaign-settings.ts';
import type { DialLimits } from '../dial-limits.ts';
import type { Purpose } from '../purpose.ts';

/** When a step is due, seen from its appointment. */
export type StepTiming =
  /** So long before the start; negative = after it. */
  | { kind: 'before'; seconds: number }
  /** So long after the booking, and again after a move that repeats steps. */
  | { kind: 'booking'; afterSeconds: number }
  /** At a time of day, so many days before the appointment's date, on the clock of the appointment's zone. */
  | { kind: 'local'; daysBefore: number; at: string };

/** One call or text of a step. The first of a step is its message, the others are what follows when it did not do. */
export interface ProgrammeAction extends Omit<CampaignStep, 'startsChain' | 'follows' | 'retired'> {
  /**
   * Its place in the hidden campaign's steps, for the programme's life: due rows and attempts name it, so an edit never
   * gives it to another action.
   */
  slot: number;
  /** Only of actions behind the first. */
  follows?: { when: 'not_reached' | 'no_reply'; afterSeconds: number };
}

export interface ProgrammeStep {
  /** Unique in its programme; what people and appointments name it by, such as `24h-sms`. */
  key: string;
  when: StepTiming;
  /** The message, then its fallbacks in their order. */
  actions: ProgrammeAction[];
  /** Whether it still goes out to who has confirmed. */
  afterConfirm: 'stop' | 'send';
}

export type AnswerPolicy = 'stop' | 'continue';

/** Everything that a programme was told. Stored as JSON; every change is a version. */
export interface ProgrammeSettings extends DialLimits {
  purpose: Purpose;
  /** The zone in which times are told; null = the recipient's, by the number. */
  zone: string | null;
  hours: CallingHours;
  /** BCP 47, for dates in messages and for the words of answers; the first speaks, all are understood. */
  languages: string[];
  steps: ProgrammeStep[];
  /** No message later than this before the start; 0 = none at or after the start. */
  cutoffSeconds: number;
  /** A step that fell behind (down, no credit, no slot) still goes out when it is less late than this. */
  lateSeconds: number;
  /** Appointments of one person on one day whose step is due within so long of each other share a message; null = never. */
  mergeWithinSeconds: number | null;
  /** A start that moves by more than this repeats the steps that were sent; less keeps them. */
  repeatAfterMoveSeconds: number;
  answers: {
    /** What each key means. */
    keys: Partial<Record<string, AnswerMeaning>>;
    /** `stop`: no further message but those of steps that go out to who has confirmed. */
    onConfirm: AnswerPolicy;
    /** `cancel`: the appointment is cancelled. */
    onCancel: 'cancel' | AnswerPolicy;
    onReschedule: AnswerPolicy;
    /** An answer to cancel or reschedule later than this before the start goes to review instead. */
    cutoffSeconds: number;
  };
}
