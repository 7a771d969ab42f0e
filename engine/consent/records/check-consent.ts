import { CHANNELS, type Channel } from '../../../domain/channel.ts';
import { CONSENT_CLASSES, type ConsentClass } from '../../../domain/law/law-rule.ts';
import { CAMPAIGN_PURPOSES, type CampaignPurpose } from '../../../domain/purpose.ts';

/** A consent as somebody outside states it. */
export interface ConsentDraft {
  /** E.164 digits; NaN = what was given is no number. */
  phone: number;
  /** Empty = every purpose. */
  purpose: string;
  /** Empty = every channel. */
  channel: string;
  consentClass: string;
  /** How it was given, in a word: web_form, paper, sms, call ... */
  method: string;
  textShown: string | null;
  evidence: string | null;
  /** NaN = what was given is no instant. */
  happenedAtMs: number;
  /** Null = until it is revoked. */
  expiresAtMs: number | null;
}

export interface CheckedConsent extends ConsentDraft {
  purpose: CampaignPurpose | '';
  channel: Channel | '';
  consentClass: ConsentClass;
}

/** Why a consent is not taken; the code is stable. */
export interface ConsentProblem {
  code: string;
  message: string;
}

const isPurpose = (text: string): text is CampaignPurpose | '' =>
  text === '' || CAMPAIGN_PURPOSES.some((purpose) => purpose === text);
const isChannel = (text: string): text is Channel | '' => text === '' || CHANNELS.some((channel) => channel === text);
const isClass = (text: string): text is ConsentClass => CONSENT_CLASSES.some((known) => known === text);

/** The purpose and channel of a consent or of its end. */
export function checkScope<Scope extends { purpose: string; channel: string }>(
  scope: Scope,
): ConsentProblem | (Scope & { purpose: CampaignPurpose | ''; channel: Channel | '' }) {
  const { purpose, channel } = scope;
  if (!isPurpose(purpose)) {
    return problem('unknown_purpose', `"${purpose}" is no purpose: ${CAMPAIGN_PURPOSES.join(', ')}, or empty for all.`);
  }
  if (!isChannel(channel)) {
    return problem('unknown_channel', `"${channel}" is no channel: ${CHANNELS.join(', ')}, or empty for both.`);
  }
  return { ...scope, purpose, channel };
}

/** A record that could be believed at `nowMs`, or the first thing that is wrong with it. */
export function checkConsent(draft: ConsentDraft, nowMs: number): CheckedConsent | ConsentProblem {
  if (!Number.isSafeInteger(draft.phone)) {
    return problem('bad_phone', 'Not a phone number in full, like +12025550123.');
  }
  const scoped = checkScope(draft);
  if ('code' in scoped) return scoped;
  const { consentClass, happenedAtMs, expiresAtMs } = draft;
  if (!isClass(consentClass) || consentClass === 'none') {
    return problem('unknown_class', `"${consentClass}" is no kind of consent: express or written.`);
  }
  if (draft.method.trim() === '') return problem('method_missing', 'How it was given is missing: web_form, paper ...');
  if (!isInstant(happenedAtMs))
    return problem(
      'bad_instant',
      'When it was given is no instant with its zone, like 2026-01-02T15:04:05Z, and no date like 2026-01-02.',
    );
  if (happenedAtMs > nowMs) return problem('in_the_future', 'It is said to be given in the future.');
  if (expiresAtMs !== null && !isInstant(expiresAtMs)) {
    return problem(
      'bad_instant',
      'When it expires is no instant with its zone, like 2026-01-02T15:04:05Z, and no date like 2026-01-02.',
    );
  }
  if (expiresAtMs !== null && expiresAtMs <= happenedAtMs) {
    return problem('expires_before_given', 'It expires before it was given.');
  }
  return { ...scoped, consentClass };
}

/** Years of four digits: what Postgres and ISO 8601 both write without signs. */
const isInstant = (ms: number): boolean => ms >= Date.UTC(1900) && ms < Date.UTC(10_000);

const problem = (code: string, message: string): ConsentProblem => ({ code, message });
