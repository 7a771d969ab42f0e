import type { IconName, Tone } from '../components/tone.ts';

/** A state of the engine as people see it. */
export interface StatusWords {
  tone: Tone;
  words: string;
  /** In place of the tone's own. */
  icon?: IconName | undefined;
}

const says = (tone: Tone, words: string, icon?: IconName): StatusWords => ({
  tone,
  words,
  ...(icon === undefined ? {} : { icon }),
});

const STATUS = {
  contact: {
    ready: says('waiting', 'Ready'),
    waiting: says('scheduled', 'Waiting'),
    in_flight: says('live', 'In progress'),
    reached: says('done', 'Reached'),
    exhausted: says('final', 'Tried all'),
    failed: says('final', 'Failed'),
    suppressed: says('suppressed', 'Suppressed'),
    unknown_zone: says('retryable', 'Zone unknown'),
    no_consent: says('suppressed', 'No consent'),
    expired: says('neutral', 'Expired'),
    parked: says('retryable', 'To be decided'),
    cancelled: says('neutral', 'Cancelled'),
    skipped: says('neutral', 'Skipped'),
  },
  run: {
    draft: says('neutral', 'Draft'),
    planned: says('waiting', 'Planned'),
    running: says('live', 'Running'),
    paused: says('paused', 'Paused'),
    cancelled: says('neutral', 'Cancelled'),
    aborted: says('neutral', 'Aborted'),
    completed: says('done', 'Completed'),
    archived: says('neutral', 'Archived'),
    active: says('live', 'Active'),
  },
  attempt: {
    INTENT: says('waiting', 'About to dial'),
    SENDING: says('live', 'Sending'),
    ACCEPTED: says('live', 'With the provider'),
    UNKNOWN: says('retryable', 'Being looked up'),
    PARKED: says('retryable', 'To be decided'),
    REFUSED: says('final', 'Refused'),
    VOID: says('neutral', 'Not dialled'),
    ENDED: says('done', 'Ended'),
    DISPOSED: says('done', 'Ended'),
  },
  outcome: {
    answered: says('done', 'Answered'),
    voicemail: says('scheduled', 'Voicemail'),
    no_answer: says('scheduled', 'No answer'),
    busy: says('scheduled', 'Busy'),
    not_connected: says('retryable', 'Not connected'),
    provider_failure: says('retryable', 'Provider failed'),
    cancelled: says('retryable', 'Hung up by the account'),
    unknown_end: says('retryable', 'Unknown end'),
    bad_number: says('final', 'No such number'),
    opted_out: says('suppressed', 'Opted out'),
    call_rejected: says('retryable', 'Call refused'),
    sms_sent: says('done', 'Text sent'),
    sms_failed: says('retryable', 'Text failed'),
    sms_rejected: says('retryable', 'Text refused'),
    sms_opted_out: says('suppressed', 'Blocked by carrier'),
  },
  test: {
    waiting: says('scheduled', 'Waiting'),
    dialing: says('live', 'Asking the provider'),
    in_progress: says('live', 'In progress'),
    ended: says('live', 'Reading what was said'),
    done: says('done', 'Over'),
    not_sent: says('suppressed', 'Not sent'),
    expired: says('neutral', 'Expired'),
    cancelled: says('neutral', 'Cancelled'),
  },
  cause: {
    retry: says('retryable', 'Retryable', 'again'),
    change: says('paused', 'Needs a change', 'repair'),
    never: says('final', 'Never retry'),
  },
  import: {
    receiving: says('live', 'Receiving'),
    uploaded: says('waiting', 'Uploaded'),
    checking: says('live', 'Checking'),
    checked: says('waiting', 'Checked'),
    committing: says('live', 'Taking in'),
    done: says('done', 'Taken in'),
    undoing: says('live', 'Taking back'),
    undone: says('neutral', 'Taken back'),
    failed: says('final', 'Failed'),
    cancelled: says('neutral', 'Cancelled'),
  },
  appointment: {
    booked: says('waiting', 'Booked'),
    confirmed: says('done', 'Confirmed'),
    cancelled: says('neutral', 'Cancelled'),
  },
  member: {
    planned: says('waiting', 'To be dialled'),
    queued: says('waiting', 'Queued'),
    waiting: says('scheduled', 'Due or waiting'),
    in_flight: says('live', 'In progress'),
    inFlight: says('live', 'In progress'),
    dialled: says('done', 'Dialled'),
    done: says('done', 'Done'),
    given_back: says('neutral', 'Given back'),
    givenBack: says('neutral', 'Given back'),
    excluded: says('suppressed', 'Excluded'),
  },
  canary: {
    pending: says('waiting', 'Canary not begun'),
    dialling: says('live', 'Canary dialling'),
    passed: says('done', 'Canary passed'),
    stopped: says('final', 'Canary stopped it'),
    overridden: says('paused', 'Canary overridden'),
  },
  breaker: {
    closed: says('done', 'Working'),
    open: says('final', 'Cut off'),
    probing: says('paused', 'Being tried', 'again'),
    half_open: says('paused', 'Being tried', 'again'),
  },
  dialing: {
    dialing: says('live', 'Dialing'),
    idle: says('neutral', 'Idle'),
    stopped: says('final', 'Stopped'),
    nothing_is_dialing: says('final', 'Nothing is dialing'),
  },
  delivery: {
    waiting: says('waiting', 'Waiting'),
    delivered: says('done', 'Delivered'),
    failed: says('final', 'Failed'),
  },
  order: {
    sending: says('live', 'Sending'),
    done: says('done', 'Done'),
    refused: says('final', 'Refused'),
    unknown: says('retryable', 'Unknown'),
  },
  severity: {
    error: says('final', 'Error'),
    warning: says('retryable', 'Warning'),
    info: says('info', 'Note'),
  },
  health: {
    ok: says('done', 'Working'),
    degraded: says('retryable', 'Impaired'),
    down: says('final', 'Away'),
  },
} as const satisfies Record<string, Record<string, StatusWords>>;

export type StatusKind = keyof typeof STATUS;

const TABLE: Readonly<Record<StatusKind, Readonly<Record<string, StatusWords>>>> = STATUS;

/** Words, and the colour beside them. A state that this version does not know keeps its own name, uncoloured. */
export const statusWords = (kind: StatusKind, state: string): StatusWords =>
  TABLE[kind][state] ?? { tone: 'neutral', words: state.replaceAll('_', ' ').toLowerCase() };

/** Every state of a kind, in its order: for filters and legends. */
export const statesOf = (kind: StatusKind): readonly string[] => Object.keys(TABLE[kind]);
