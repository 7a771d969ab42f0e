import type { KeyView } from '../access/list-keys.ts';
import type { UserView } from '../access/list-users.ts';
import type { SeriesView } from '../reminders/series/view-series.ts';
import type { RetryView } from '../retrying/show-retry.ts';
import type { MissedReminder } from './appointments/missed.ts';
import type { CampaignView } from './campaigns.ts';
import type { ExportColumns } from './export-rows.ts';
import type { ImportView } from './imports.ts';

export const CAMPAIGN_EXPORT: ExportColumns<CampaignView> = {
  campaign_id: ({ id }) => id,
  name: ({ name }) => name,
  state: ({ state }) => state,
  channels: ({ channels }) => channels.join(' '),
  contacts: ({ contacts }) => contacts,
  contacts_done: ({ contactsDone }) => contactsDone,
  contacts_reached: ({ byState }) => byState['reached'] ?? 0,
  spent_micros: ({ spentMicros }) => spentMicros,
  budget_micros: ({ budgetMicros }) => budgetMicros,
  currency: ({ currency }) => currency,
  paused_at: ({ pausedAt }) => pausedAt,
  paused_by: ({ pausedBy }) => pausedBy,
  paused_reason: ({ pausedReason }) => pausedReason,
  blocked_reason: ({ blockedReason }) => blockedReason,
  created_by: ({ createdBy }) => createdBy,
  created_at: ({ createdAt }) => createdAt,
  launched_at: ({ launchedAt }) => launchedAt,
  ended_at: ({ endedAt }) => endedAt,
};

export const RETRY_EXPORT: ExportColumns<RetryView> = {
  retry_id: ({ id }) => id,
  name: ({ name }) => name,
  state: ({ state }) => state,
  reason: ({ reason }) => reason,
  campaign_id: ({ campaignId }) => campaignId,
  campaign: ({ campaignName }) => campaignName,
  matched: ({ plan }) => plan.matches,
  to_dial: ({ plan }) => plan.willDial,
  done: ({ members }) => members.done,
  given_back: ({ members }) => members.givenBack,
  excluded: ({ members }) => members.excluded,
  cost_at_most_micros: ({ plan }) => plan.costAtMostMicros,
  spent_micros: ({ spentMicros }) => spentMicros,
  currency: ({ plan }) => plan.currency,
  planned_by: ({ plannedBy }) => plannedBy,
  planned_at: ({ plannedAt }) => plannedAt,
  started_by: ({ startedBy }) => startedBy,
  started_at: ({ startedAt }) => startedAt,
  ended_at: ({ endedAt }) => endedAt,
};

export const IMPORT_EXPORT: ExportColumns<ImportView> = {
  import_id: ({ id }) => id,
  file_name: ({ fileName }) => fileName,
  file_sha256: ({ fileSha256 }) => fileSha256,
  purpose: ({ purpose }) => purpose,
  campaign_id: ({ campaignId }) => campaignId,
  programme_id: ({ programmeId }) => programmeId,
  state: ({ state }) => state,
  rows_read: ({ rowsRead }) => rowsRead,
  rows_accepted: ({ acceptedRows }) => acceptedRows,
  rows_rejected: ({ rejectedRows }) => rejectedRows,
  rows_duplicate: ({ duplicateRows }) => duplicateRows,
  rows_committed: ({ committedRows }) => committedRows,
  rows_undone: ({ undoneRows }) => undoneRows,
  failure: ({ failure }) => failure?.message ?? null,
  created_by: ({ createdBy }) => createdBy,
  created_at: ({ createdAt }) => createdAt,
  ended_at: ({ endedAt }) => endedAt,
};

export const SERIES_EXPORT: ExportColumns<SeriesView> = {
  series_id: ({ seriesId }) => seriesId,
  programme_id: ({ programmeId }) => programmeId,
  external_id: ({ externalId }) => externalId,
  state: ({ state }) => state,
  phone: ({ phone }) => phone,
  name: ({ name }) => name,
  rule: ({ rrule }) => rrule,
  rule_words: ({ words }) => words,
  first_local: ({ firstLocal }) => firstLocal,
  zone: ({ zone }) => zone,
  next_at: ({ next }) => next[0]?.at ?? null,
  booked_until: ({ madeUntil }) => madeUntil,
  changed_at: ({ changedAt }) => changedAt,
};

export const MISSED_EXPORT: ExportColumns<MissedReminder> = {
  contact_id: ({ contactId }) => contactId,
  programme_id: ({ programmeId }) => programmeId,
  programme: ({ programme }) => programme,
  step: ({ key }) => key,
  channel: ({ channel }) => channel,
  phone: ({ phone }) => phone,
  name: ({ name }) => name,
  due_at: ({ dueAt }) => dueAt,
  missed_at: ({ missedAt }) => missedAt,
  late_seconds: ({ lateSeconds }) => lateSeconds,
  reason: ({ reason, lastAttempt }) => lastAttempt?.reason ?? reason,
  in_time_until: ({ sendableUntil }) => sendableUntil,
  appointments: ({ appointments }) => appointments.map(({ externalId }) => externalId).join(' '),
};

export const USER_EXPORT: ExportColumns<UserView> = {
  user_id: ({ id }) => id,
  email: ({ email }) => email,
  name: ({ name }) => name,
  role: ({ role }) => role,
  state: ({ state }) => state,
  created_by: ({ createdBy }) => createdBy,
  created_at: ({ createdAt }) => createdAt,
  last_seen_at: ({ lastSeenAt }) => lastSeenAt,
  disabled_at: ({ disabledAt }) => disabledAt,
};

/** Never the secret, of which only a hash is kept. */
export const KEY_EXPORT: ExportColumns<KeyView> = {
  key_id: ({ id }) => id,
  name: ({ name }) => name,
  public_id: ({ publicId }) => publicId,
  scopes: ({ scopes }) => scopes.join(' '),
  created_at: ({ createdAt }) => createdAt,
  expires_at: ({ expiresAt }) => expiresAt,
  last_used_at: ({ lastUsedAt }) => lastUsedAt,
  revoked_at: ({ revokedAt }) => revokedAt,
};
