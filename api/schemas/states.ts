import { z } from 'zod';
import type { AnswerMeaning } from '../../domain/answer.ts';
import type { AttemptState } from '../../domain/attempt-state.ts';
import type { Weekday } from '../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { Channel } from '../../domain/channel.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { FixCode, FixDecision } from '../../domain/fixes.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import type { RepairOption } from '../../domain/option-repairs.ts';
import type { Outcome } from '../../domain/outcome.ts';
import type { CampaignPurpose, Purpose } from '../../domain/purpose.ts';
import type { Role } from '../../domain/role.ts';
import type { MayGo } from '../../domain/trying/may-go.ts';
import type { TestState } from '../../domain/trying/test-state.ts';

/** Mirrors of unions of domain/: a member too many or too few does not compile. */
export type Mirror<Union extends string> = { [Member in Union]: Member };

export const channel = z.enum({ call: 'call', sms: 'sms' } satisfies Mirror<Channel>);

export const weekday = z.enum({
  mon: 'mon',
  tue: 'tue',
  wed: 'wed',
  thu: 'thu',
  fri: 'fri',
  sat: 'sat',
  sun: 'sun',
} satisfies Mirror<Weekday>);

export const attemptState = z.enum({
  INTENT: 'INTENT',
  SENDING: 'SENDING',
  ACCEPTED: 'ACCEPTED',
  UNKNOWN: 'UNKNOWN',
  PARKED: 'PARKED',
  REFUSED: 'REFUSED',
  VOID: 'VOID',
  ENDED: 'ENDED',
  DISPOSED: 'DISPOSED',
} satisfies Mirror<AttemptState>);

export const contactState = z.enum({
  ready: 'ready',
  waiting: 'waiting',
  in_flight: 'in_flight',
  reached: 'reached',
  exhausted: 'exhausted',
  failed: 'failed',
  suppressed: 'suppressed',
  unknown_zone: 'unknown_zone',
  no_consent: 'no_consent',
  expired: 'expired',
  parked: 'parked',
  cancelled: 'cancelled',
} satisfies Mirror<ContactState>);

export const outcome = z.enum({
  answered: 'answered',
  voicemail: 'voicemail',
  no_answer: 'no_answer',
  busy: 'busy',
  not_connected: 'not_connected',
  provider_failure: 'provider_failure',
  cancelled: 'cancelled',
  unknown_end: 'unknown_end',
  bad_number: 'bad_number',
  opted_out: 'opted_out',
  call_rejected: 'call_rejected',
  sms_sent: 'sms_sent',
  sms_failed: 'sms_failed',
  sms_rejected: 'sms_rejected',
  sms_opted_out: 'sms_opted_out',
} satisfies Mirror<Outcome>);

export const fixCode = z.enum({
  lost_plus: 'lost_plus',
  lost_zero: 'lost_zero',
  scientific: 'scientific',
  decimal: 'decimal',
  thousands: 'thousands',
  quoted_number: 'quoted_number',
  letters: 'letters',
  extension: 'extension',
  mojibake: 'mojibake',
  date_serial: 'date_serial',
} satisfies Mirror<FixCode>);
export const fixDecision = z.enum({ accept: 'accept', refuse: 'refuse' } satisfies Mirror<FixDecision>);
export const repairOption = z.enum({
  defaultCountry: 'defaultCountry',
  defaultZone: 'defaultZone',
  dateOrder: 'dateOrder',
} satisfies Mirror<RepairOption>);

const campaignPurposes = {
  marketing: 'marketing',
  informational: 'informational',
  emergency: 'emergency',
} satisfies Mirror<CampaignPurpose>;
export const campaignPurpose = z.enum(
  campaignPurposes,
  'Say what it is for: marketing, informational or emergency. Rules of law differ by it.',
);
export const purpose = z.enum({ ...campaignPurposes, notice: 'notice' } satisfies Mirror<Purpose>);

export const consentClass = z.enum({
  none: 'none',
  express: 'express',
  written: 'written',
} satisfies Mirror<ConsentClass>);
export const consentGap = z
  .enum(['nothing', 'wrong_class', 'expired', 'revoked', 'no_record'])
  .meta({ description: 'nothing: the consent holds by now, a recheck puts them back' });

export const leftovers = z.enum({ roll: 'roll', expire: 'expire' } satisfies Mirror<CampaignSettings['leftovers']>);

export const runState = z.enum(['draft', 'running', 'paused', 'cancelled', 'completed']);
export const importState = z.enum([
  'receiving',
  'uploaded',
  'checking',
  'checked',
  'committing',
  'done',
  'undoing',
  'undone',
  'failed',
  'cancelled',
]);
export const provider = z.enum(['agentnumber', 'cartesia']);
export const mode = z.enum(['LIVE', 'SIMULATED']);
export const role = z.enum({ viewer: 'viewer', operator: 'operator', admin: 'admin' } satisfies Mirror<Role>);
export const scope = z.enum([
  'read',
  'campaigns:write',
  'imports:write',
  'accounts:write',
  'credits:write',
  'consent:write',
  'keys:write',
  'users:write',
  'phones:reveal',
  'admin',
]);

export const answerMeaning = z.enum({
  opt_out: 'opt_out',
  confirm: 'confirm',
  cancel: 'cancel',
  reschedule: 'reschedule',
  human: 'human',
  unclear: 'unclear',
  other: 'other',
} satisfies Mirror<AnswerMeaning>);

export const testState = z.enum({
  waiting: 'waiting',
  dialing: 'dialing',
  in_progress: 'in_progress',
  ended: 'ended',
  done: 'done',
  not_sent: 'not_sent',
  expired: 'expired',
  cancelled: 'cancelled',
} satisfies Mirror<TestState>);

export const mayGo = z.enum({ now: 'now', waits: 'waits', cannot: 'cannot' } satisfies Mirror<MayGo>);
