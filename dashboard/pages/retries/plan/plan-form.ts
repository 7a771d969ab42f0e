import type { RetryOptions } from '../queries.ts';

/** The form of a plan as it is typed. */
export interface PlanForm {
  /** Each gets a plan and a run of its own. */
  campaignIds: readonly string[];
  name: string;
  reason: string;
  when: 'now' | 'at';
  /** Of a datetime-local field: no zone, the browser's is meant. */
  at: string;
  /** Dials a minute; empty = as the campaign. */
  pacePerMinute: string;
  numberId: string;
  channel: 'call' | 'sms';
  agentRef: string;
  canary: boolean;
  canaryCount: string;
  stopAbove: string;
  override: boolean;
}

export type FormErrors = Partial<Record<keyof PlanForm, string>>;

const CANARY = 20;
const STOP_ABOVE = 30;
const SECONDS = 60;
const MAX_PER_MINUTE = 60_000;

/** A group that is larger than a few goes with a canary, unless somebody says no. */
export const emptyForm = (input: {
  campaignIds: readonly string[];
  name: string;
  cause: string;
  count: number;
}): PlanForm => ({
  campaignIds: input.campaignIds,
  name: input.name,
  reason: '',
  when: 'now',
  at: '',
  pacePerMinute: '',
  numberId: '',
  channel: input.cause.startsWith('sms_') ? 'sms' : 'call',
  agentRef: '',
  canary: input.count > CANARY * 5,
  canaryCount: String(CANARY),
  stopAbove: String(STOP_ABOVE),
  override: false,
});

/** Pure: what the API is asked for, or what is wrong in which field. `nowMs` is the server's. */
export function optionsOf(form: PlanForm, nowMs: number): { options: RetryOptions; errors: FormErrors } {
  const errors: FormErrors = {};
  const options: RetryOptions = {};
  if (form.campaignIds.length === 0) errors.campaignIds = 'Choose a campaign.';
  if (form.name.trim() === '') errors.name = 'Give it a name.';
  if (form.reason.trim() === '') errors.reason = 'Say why, in a few words.';
  if (form.when === 'at') {
    const atMs = new Date(form.at).getTime();
    if (Number.isNaN(atMs)) errors.at = 'Choose a day and a time.';
    else if (atMs < nowMs) errors.at = 'That time is over. Choose a later one, or now.';
    else options.startAt = new Date(atMs).toISOString();
  }
  if (form.pacePerMinute.trim() !== '') {
    const perMinute = Number(form.pacePerMinute);
    if (!(perMinute >= 0.06 && perMinute <= MAX_PER_MINUTE)) errors.pacePerMinute = 'A number from 0.06 to 60,000.';
    else options.pacePerSecond = perMinute / SECONDS;
  }
  if (form.numberId !== '') {
    options.numberId = form.numberId;
    options.channel = form.channel;
    if (form.channel === 'call' && form.agentRef.trim() !== '') options.agentRef = form.agentRef.trim();
  }
  if (form.canary) {
    const count = Number(form.canaryCount);
    const stopAbovePercent = Number(form.stopAbove);
    if (!Number.isInteger(count) || count < 1 || count > 10_000)
      errors.canaryCount = 'A whole number from 1 to 10,000.';
    if (form.stopAbove.trim() === '' || !(stopAbovePercent >= 0 && stopAbovePercent <= 100)) {
      errors.stopAbove = 'A number from 0 to 100.';
    }
    options.canary = { count, stopAbovePercent };
  }
  if (form.override) options.overrideMaxAttempts = true;
  return { options, errors };
}
