import type { AuditView } from '../access/list-audit.ts';
import type { ReviewView } from '../answering/list-reviews.ts';
import type { SuppressionView } from '../consent/list.ts';
import type { ConsentEventInList } from '../consent/records/list-consent-events.ts';
import type { EntryView } from '../credits/list-entries.ts';
import type { FailedContact } from '../failures/list-contacts.ts';
import type { NumberView } from '../numbers/list.ts';
import type { RetryMember } from '../retrying/list-retries.ts';
import type { AppointmentInList } from './appointments/list.ts';
import type { ListedAttempt } from './attempts.ts';
import type { ContactView } from './contacts.ts';
import type { ExportColumns } from './export-rows.ts';

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

export const ATTEMPT_EXPORT: ExportColumns<ListedAttempt> = {
  attempt_id: ({ id }) => id,
  campaign_id: ({ campaignId }) => campaignId,
  contact_id: ({ contactId }) => contactId,
  account_id: ({ accountId }) => accountId,
  number_id: ({ numberId }) => numberId,
  step: ({ step }) => step,
  dial: ({ ordinal }) => ordinal,
  channel: ({ channel }) => channel,
  phone: ({ phone }) => phone,
  state: ({ state }) => state,
  reason: ({ reason }) => reason,
  outcome: ({ outcome }) => outcome,
  provider_id: ({ providerRef }) => providerRef,
  provider_reason: ({ providerReason }) => providerReason,
  talk_seconds: ({ talkSeconds }) => talkSeconds,
  hold_micros: ({ holdMicros }) => holdMicros,
  cost_micros: ({ costMicros }) => costMicros,
  cost_presumed: ({ costPresumed }) => yesNo(costPresumed),
  created_at: ({ createdAt }) => createdAt,
  sent_at: ({ sentAt }) => sentAt,
  accepted_at: ({ acceptedAt }) => acceptedAt,
  ended_at: ({ endedAt }) => endedAt,
  disposed_at: ({ disposedAt }) => disposedAt,
  assigned_to: ({ assignment }) => assignment?.user.email ?? null,
};

export const CONTACT_EXPORT: ExportColumns<ContactView> = {
  contact_id: ({ id }) => id,
  campaign_id: ({ campaignId }) => campaignId,
  import_id: ({ importId }) => importId,
  row: ({ rowNumber }) => rowNumber,
  phone: ({ phone }) => phone,
  name: ({ name }) => name,
  external_id: ({ externalId }) => externalId,
  zones: ({ zones }) => zones.join(' '),
  state: ({ state }) => state,
  reason: ({ reason }) => reason,
  step: ({ step }) => step,
  dials: ({ attemptsMade }) => attemptsMade,
  last_outcome: ({ lastOutcome }) => lastOutcome,
  changed_at: ({ changedAt }) => changedAt,
  next_attempt_at: ({ nextAttemptAt }) => nextAttemptAt,
};

export const FAILED_CONTACT_EXPORT: ExportColumns<FailedContact> = {
  contact_id: ({ contactId }) => contactId,
  campaign_id: ({ campaignId }) => campaignId,
  campaign: ({ campaignName }) => campaignName,
  name: ({ name }) => name,
  phone: ({ phone }) => phone,
  external_id: ({ externalId }) => externalId,
  state: ({ state }) => state,
  cause: ({ cause }) => cause,
  provider_reason: ({ providerReason }) => providerReason,
  dials: ({ attempts }) => attempts,
  ended_at: ({ endedAt }) => endedAt,
  attempt_id: ({ attemptId }) => attemptId,
  number_id: ({ numberId }) => numberId,
  resolved_at: ({ resolution }) => resolution?.at ?? null,
  resolved_by: ({ resolution }) => resolution?.by ?? null,
  resolved_reason: ({ resolution }) => resolution?.reason ?? null,
};

export const RETRY_MEMBER_EXPORT: ExportColumns<RetryMember> = {
  contact_id: ({ contactId }) => contactId,
  name: ({ name }) => name,
  phone: ({ phone }) => phone,
  external_id: ({ externalId }) => externalId,
  status: ({ status }) => status,
  exclusion: ({ exclusion }) => exclusion,
  exclusion_words: ({ exclusionWords }) => exclusionWords,
  canary: ({ isCanary }) => yesNo(isCanary),
  cause_before: ({ before }) => before,
  result: ({ result }) => result,
  state: ({ state }) => state,
};

export const SUPPRESSION_EXPORT: ExportColumns<SuppressionView> = {
  suppression_id: ({ id }) => id,
  phone: ({ phone }) => phone,
  purpose: ({ purpose }) => purpose,
  channel: ({ channel }) => channel,
  source: ({ source }) => source,
  list: ({ list }) => list,
  evidence: ({ evidence }) => evidence,
  created_by: ({ createdBy }) => createdBy,
  created_at: ({ createdAt }) => createdAt,
  lifted_at: ({ liftedAt }) => liftedAt,
  lifted_by: ({ liftedBy }) => liftedBy,
  lifted_reason: ({ liftedReason }) => liftedReason,
};

export const CONSENT_EXPORT: ExportColumns<ConsentEventInList> = {
  consent_id: ({ id }) => id,
  phone: ({ phone }) => phone,
  kind: ({ kind }) => kind,
  purpose: ({ purpose }) => purpose,
  channel: ({ channel }) => channel,
  class: ({ consentClass }) => consentClass,
  method: ({ method }) => method,
  text_shown: ({ textShown }) => textShown,
  evidence: ({ evidence }) => evidence,
  happened_at: ({ happenedAt }) => happenedAt,
  expires_at: ({ expiresAt }) => expiresAt,
  created_by: ({ createdBy }) => createdBy,
  created_at: ({ createdAt }) => createdAt,
  import_id: ({ importId }) => importId,
  row: ({ rowNumber }) => rowNumber,
};

export const ENTRY_EXPORT: ExportColumns<EntryView> = {
  entry_id: ({ id }) => id,
  kind: ({ kind }) => kind,
  amount_micros: ({ amountMicros }) => amountMicros,
  account_id: ({ accountId }) => accountId,
  campaign_id: ({ campaignId }) => campaignId,
  from: ({ from }) => from,
  to: ({ to }) => to,
  attempt_id: ({ attemptId }) => attemptId,
  note: ({ note }) => note,
  created_by: ({ createdBy }) => createdBy,
  created_at: ({ createdAt }) => createdAt,
  held_micros: ({ heldMicros }) => heldMicros,
  released_micros: ({ releasedMicros }) => releasedMicros,
};

export const APPOINTMENT_EXPORT: ExportColumns<AppointmentInList> = {
  appointment_id: ({ id }) => id,
  programme_id: ({ programmeId }) => programmeId,
  programme: ({ programme }) => programme,
  external_id: ({ externalId }) => externalId,
  state: ({ state }) => state,
  phone: ({ phone }) => phone,
  name: ({ name }) => name,
  starts_at: ({ startsAt }) => startsAt,
  zone: ({ zone }) => zone,
  local: ({ local }) => local,
  answer: ({ answer }) => answer,
  answered_at: ({ answeredAt }) => answeredAt,
  series_id: ({ seriesId }) => seriesId,
  next_step: ({ next }) => next?.key ?? null,
  next_at: ({ next }) => next?.at ?? null,
  waiting: ({ reminders }) => reminders.waiting,
  in_flight: ({ reminders }) => reminders.inFlight,
  reached: ({ reminders }) => reminders.reached,
  missed: ({ reminders }) => reminders.missed,
  skipped: ({ reminders }) => reminders.skipped,
  failed: ({ reminders }) => reminders.failed,
  booked_at: ({ bookedAt }) => bookedAt,
  changed_at: ({ changedAt }) => changedAt,
};

export const AUDIT_EXPORT: ExportColumns<AuditView> = {
  entry_id: ({ id }) => id,
  at: ({ at }) => at,
  actor: ({ actor }) => actor,
  action: ({ action }) => action,
  subject: ({ subject }) => subject,
  reason: ({ reason }) => reason,
  details: ({ details }) => JSON.stringify(details),
  subject_name: ({ subjectName }) => subjectName,
};

export const REVIEW_EXPORT: ExportColumns<ReviewView> = {
  review_id: ({ id }) => id,
  kind: ({ kind }) => kind,
  phone: ({ phone }) => phone,
  words: ({ evidence }) => evidence,
  attempt_id: ({ attemptId }) => attemptId,
  suppression_id: ({ suppressionId }) => suppressionId,
  appointments: ({ appointments }) => appointments.map(({ externalId }) => externalId).join(' '),
  state: ({ state }) => state,
  created_at: ({ createdAt }) => createdAt,
  decided_at: ({ decidedAt }) => decidedAt,
  decided_by: ({ decidedBy }) => decidedBy,
  decided_reason: ({ decidedReason }) => decidedReason,
  assigned_to: ({ assignment }) => assignment?.user.email ?? null,
};

export const NUMBER_EXPORT: ExportColumns<NumberView> = {
  number_id: ({ id }) => id,
  account_id: ({ accountId }) => accountId,
  account: ({ accountName }) => accountName,
  provider_id: ({ providerRef }) => providerRef,
  phone: ({ phone }) => phone,
  label: ({ label }) => label,
  agent_id: ({ agentRef }) => agentRef,
  agent: ({ agentName }) => agentName,
  status: ({ status }) => status,
  synced_at: ({ syncedAt }) => syncedAt,
};
