import { createHash } from 'node:crypto';
import type { CallingHours } from '../../../domain/calling-hours.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { getCampaign } from '../../reading/campaigns.ts';
import { readNowMs } from '../../read-now.ts';
import { previewSettings, type SettingsPreview } from '../preview-settings.ts';
import { updateSettings, type ChangedSettings } from '../update-settings.ts';
import type { NamedDay, SkippedEntry } from './named-day.ts';
import { readCalendarDays } from './read-calendar.ts';
import { readCsvDays } from './read-csv.ts';
import type { DateOrder } from './read-date.ts';

const DAY_MS = 86_400_000;
/** Where a day ends last: UTC-12. */
const LAST_OFFSET_MS = 12 * 3_600_000;

export interface BlackoutFile {
  bytes: Uint8Array;
  format: 'csv' | 'calendar';
  /** Of 3/4/2027 in a CSV; absent = such a date is refused. */
  order?: DateOrder | undefined;
}

export interface AddedBlackouts {
  added: NamedDay[];
  /** Days off already. */
  already: NamedDay[];
  /** Over everywhere; not added. */
  past: NamedDay[];
  skipped: SkippedEntry[];
  /** All days off afterwards. */
  blackoutDates: string[];
  /** Of a dry run: what the change would do. */
  preview: SettingsPreview | null;
  /** Null when nothing was changed. */
  change: Omit<ChangedSettings, 'settings'> | null;
}

type Deps = Pick<EngineDeps, 'db' | 'readDb' | 'telephonyFor' | 'zones' | 'law'>;

/**
 * Adds the days of a CSV or iCalendar file to a campaign's days off. `dryRun` only says what it would do.
 * Throws EngineError `blackouts_unreadable`, and what updateSettings or previewSettings throws.
 */
export async function addBlackouts(
  deps: Deps,
  input: { campaignId: string; file: BlackoutFile; dryRun?: boolean | undefined; actor: string },
): Promise<AddedBlackouts> {
  const { campaignId, file, actor } = input;
  const today = Math.floor(((await readNowMs(deps.readDb)) - LAST_OFFSET_MS) / DAY_MS);
  const { days, skipped } = readDays(file, today);
  const { settings } = await getCampaign(deps, { campaignId });
  const sorted = sortDays(days, settings.hours, today);
  const answer = { ...sorted, skipped, preview: null, change: null };
  if (sorted.added.length === 0) return { ...answer, blackoutDates: settings.hours.blackoutDates };
  const withDays = ({ hours }: CampaignSettings) => ({ hours: addDates(hours, sorted.added) });
  if (input.dryRun) {
    const preview = await previewSettings(deps, { campaignId, change: withDays(settings) });
    return { ...answer, preview, blackoutDates: preview.settings.hours.blackoutDates };
  }
  const evidence = { blackouts: sorted.added, fileSha256: createHash('sha256').update(file.bytes).digest('hex') };
  const { settings: after, ...change } = await updateSettings(deps, { campaignId, change: withDays, evidence, actor });
  return { ...answer, change, blackoutDates: after.hours.blackoutDates };
}

/**
 * Takes days off back. Throws EngineError `unknown_blackout_dates` when one of them is none, and what updateSettings
 * throws.
 */
export async function removeBlackouts(
  deps: Deps,
  { campaignId, dates, actor }: { campaignId: string; dates: readonly string[]; actor: string },
): Promise<{ removed: string[]; blackoutDates: string[]; change: Omit<ChangedSettings, 'settings'> }> {
  const removed = [...new Set(dates)].sort();
  const change = ({ hours }: CampaignSettings) => {
    const unknown = removed.filter((date) => !hours.blackoutDates.includes(date));
    if (unknown.length > 0) throw unknownDates(unknown);
    return { hours: { ...hours, blackoutDates: hours.blackoutDates.filter((date) => !removed.includes(date)) } };
  };
  const { settings, ...rest } = await updateSettings(deps, { campaignId, change, actor });
  return { removed, blackoutDates: settings.hours.blackoutDates, change: rest };
}

const unknownDates = (dates: readonly string[]): EngineError =>
  new EngineError('not_found', 'unknown_blackout_dates', `No days off of this campaign: ${dates.join(', ')}.`, {
    repair: 'List its days off to see which there are.',
    details: { dates },
  });

function readDays({ bytes, format, order }: BlackoutFile, today: number) {
  const text = textOf(bytes);
  return format === 'csv' ? readCsvDays(text, order) : readCalendarDays(text, today);
}

/** UTF-8, else what Excel writes on Windows: only the names can differ. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Each date once, in their order: new ones, days off already, and past ones. */
function sortDays(
  days: readonly NamedDay[],
  hours: CallingHours,
  today: number,
): Pick<AddedBlackouts, 'added' | 'already' | 'past'> {
  const byDate = new Map<string, NamedDay>();
  for (const day of days) if (!byDate.get(day.date)?.name) byDate.set(day.date, day);
  const firstDate = new Date(today * DAY_MS).toISOString().slice(0, 10);
  const known = new Set(hours.blackoutDates);
  const all = [...byDate.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
  const isPast = ({ date }: NamedDay): boolean => date < firstDate;
  return {
    added: all.filter((day) => !isPast(day) && !known.has(day.date)),
    already: all.filter((day) => !isPast(day) && known.has(day.date)),
    past: all.filter(isPast),
  };
}

function addDates(hours: CallingHours, days: readonly NamedDay[]): CallingHours {
  const dates = new Set([...hours.blackoutDates, ...days.map(({ date }) => date)]);
  return { ...hours, blackoutDates: [...dates].sort() };
}
