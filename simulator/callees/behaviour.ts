export const CALL_OUTCOMES = [
  'answer',
  'hang_up',
  'voicemail',
  'busy',
  'no_answer',
  'not_connected',
  'bad_number',
  'provider_error',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** What a person does when the phone rings. Seconds are theirs; the simulator divides by its speed. */
export interface CallBehaviour {
  outcome: CallOutcome;
  ringSeconds: number;
  talkSeconds: number;
  /** Says during the call that they do not want to be called. */
  optOut: boolean;
  /** Words of the person; null = ordinary ones. */
  says: string | null;
  /** Keys that they press; the agent reports them with its tool, where the call brought it one. */
  presses?: string | undefined;
}

export interface SmsBehaviour {
  /** The carrier refuses the text. */
  blocked: boolean;
  reply: string | null;
  replyAfterSeconds: number;
}

export const talks = (outcome: CallOutcome): boolean =>
  outcome === 'answer' || outcome === 'hang_up' || outcome === 'voicemail';

const RING_SECONDS: Record<CallOutcome, number> = {
  answer: 6,
  hang_up: 6,
  voicemail: 20,
  busy: 2,
  no_answer: 600,
  not_connected: 1,
  bad_number: 1,
  provider_error: 1,
};
const TALK_SECONDS: Partial<Record<CallOutcome, number>> = { answer: 30, hang_up: 5, voicemail: 15 };

/** A behaviour with ordinary times for its outcome. */
export const behave = (outcome: CallOutcome, change: Partial<CallBehaviour> = {}): CallBehaviour => ({
  outcome,
  ringSeconds: RING_SECONDS[outcome],
  talkSeconds: TALK_SECONDS[outcome] ?? 0,
  optOut: false,
  says: null,
  ...change,
});

export const QUIET_TEXTER: SmsBehaviour = { blocked: false, reply: null, replyAfterSeconds: 5 };
