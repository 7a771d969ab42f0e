import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction, sqlState, type Transaction } from '../../db/transaction.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { lawOf } from '../../domain/law/law-of.ts';
import type { ContactNumber } from '../../domain/next-number.ts';
import { planContact, type ContactPlan } from '../../domain/plan-contact.ts';
import { contactsIn } from '../counting/count-sql.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { consentOnRecord } from '../planning/numbers-to-plan.ts';
import { zonesOfKey } from '../planning/zones-of-key.ts';
import { readNowMs } from '../read-now.ts';
import { changeOfSettings, type BeforeChange, type SettingsFields } from './change-of-settings.ts';
import { checkWindows, readQueueSeconds, type CampaignWarning } from './check-windows.ts';
import { unknownCampaign } from './find-run.ts';
import { warnOfMoney } from './money-of-change.ts';
import { sumEffects, type DueGroup, type PlannedEffect } from './sum-effects.ts';

export interface SettingsPreview extends PlannedEffect {
  settings: CampaignSettings;
  /** False = what waits stays as it is planned; the change holds from the next dial on. */
  replanned: boolean;
  /** Calls and texts under way, which nothing changes any more. */
  inFlight: number;
  /** Contacts that were not planned yet: they are planned by the new settings alone. */
  notPlanned: number;
  warnings: CampaignWarning[];
}

/** Longer than that, and whoever waits for the answer is gone. */
const LONGEST_MS = 15_000;
const QUERY_CANCELED = '57014';
const EVERY_CONSENT: ContactNumber['consent'] = { call: 'written', sms: 'written' };

/**
 * Says what a change of settings would do to the contacts that wait, and changes nothing: the same checks and the same
 * planner as updateSettings and the roll after it. Of a contact with several numbers, the one that is next is looked
 * at. Throws EngineError `unknown_campaign`, `window_never_open`, `preview_too_long`, and what changeOfSettings throws.
 */
export async function previewSettings(
  deps: Pick<EngineDeps, 'readDb' | 'telephonyFor' | 'zones' | 'law'>,
  input: { campaignId: string; change: SettingsFields },
): Promise<SettingsPreview> {
  try {
    return await inTransaction(deps.readDb, async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(LONGEST_MS))}`);
      return await preview(tx, deps, input);
    });
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error;
    throw new EngineError('unavailable', 'preview_too_long', 'The effect could not be counted in time.', {
      repair: 'Try again in a moment, or make the change: its answer says how much is planned again.',
    });
  }
}

async function preview(
  tx: Transaction,
  deps: Pick<EngineDeps, 'telephonyFor' | 'zones' | 'law'>,
  input: { campaignId: string; change: SettingsFields },
): Promise<SettingsPreview> {
  const before = await readCampaign(tx, input.campaignId);
  const { settings, replanned } = await changeOfSettings({ ...deps, db: tx }, before, input.change);
  const warnings = [
    ...(await warnOfMoney(tx, { campaignId: input.campaignId, before: before.settings, after: settings })),
    ...(replanned ? await checkWindows(tx, deps, { runId: before.runId, settings }) : []),
  ];
  const nowMs = await readNowMs(tx);
  let groups = await readGroups(tx, before.runId, sql`null::jsonb`);
  const asksConsent = (group: DueGroup): boolean => {
    const law = lawOf(deps.law, { placeKey: group.placeKey, purpose: settings.purpose, channel: group.channel });
    return law.consentAt(nowMs) !== 'none' || law.consentAt(group.dueMs) !== 'none';
  };
  // What is on record is asked per number: only where some law wants it.
  if (replanned && groups.some(asksConsent)) {
    groups = await readGroups(tx, before.runId, consentOnRecord(sql`d.phone`, settings.purpose));
  }
  const queues = await readQueueSeconds(tx, settings);
  const effects = groups.map((group) => ({
    group,
    plan: replanned ? planGroup(deps, settings, queues, group, nowMs) : null,
  }));
  return {
    settings,
    replanned,
    ...sumEffects(effects, nowMs),
    ...(await countOthers(tx, before.runId)),
    warnings,
  };
}

async function readCampaign(tx: Transaction, campaignId: string): Promise<BeforeChange & { runId: string }> {
  const row = await firstRow<BeforeChange & { runId: string }>(
    tx,
    sql`select c.id as "campaignId", c.name, c.settings, r.id as "runId", r.state
        from campaigns c join runs r on r.campaign_id = c.id and r.kind = 'campaign' where c.id = ${campaignId}`,
  );
  if (!row) throw unknownCampaign(campaignId);
  return row;
}

async function readGroups(tx: Transaction, runId: string, consent: SQL): Promise<DueGroup[]> {
  return await rows(
    tx,
    sql`with planned as (
          select d.step, d.channel, coalesce(n.zone_key, c.zone_key) as zone_key, coalesce(n.place_key, c.place_key) as place_key,
            coalesce(n.line_type, c.line_type) as line_type, ${consent} as consent, d.earliest_at, d.expires_at, d.due_at
          from due d join contacts c on c.id = d.contact_id
            left join contact_phones n on d.phone <> c.phone and n.contact_id = c.id and n.phone = d.phone
          where d.run_id = ${runId}
        )
        select step, channel, zone_key as "zoneKey", place_key as "placeKey", line_type as "lineType", consent,
          to_ms(min(earliest_at)) as "earliestMs", to_ms(min(expires_at)) as "expiresMs", to_ms(min(due_at)) as "dueMs",
          count(*)::int as contacts
        from planned
        group by step, channel, zone_key, place_key, line_type, consent, date_trunc('minute', earliest_at),
          date_trunc('minute', expires_at), date_trunc('minute', due_at)`,
  );
}

function planGroup(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  settings: CampaignSettings,
  providerQueueSeconds: readonly number[],
  group: DueGroup,
  nowMs: number,
): ContactPlan {
  const { zoneKey, placeKey, lineType, consent } = group;
  return planContact({
    settings,
    step: group.step,
    numbers: [
      { place: 0, phone: 0, zones: zonesOfKey(zoneKey), placeKey, lineType, consent: consent ?? EVERY_CONSENT },
    ],
    lastTried: null,
    dead: new Set(),
    barred: [],
    earliestMs: Math.max(group.earliestMs, nowMs),
    expiresAtMs: group.expiresMs,
    providerQueueSeconds,
    table: deps.zones,
    book: deps.law,
  });
}

async function countOthers(tx: Transaction, runId: string): Promise<{ inFlight: number; notPlanned: number }> {
  const counted = await firstRow<{ inFlight: number; notPlanned: number }>(
    tx,
    sql`select (select count(*)::int from open_attempts where run_id = ${runId} and phase = 'live') as "inFlight",
          ${contactsIn(sql`${runId}`, ['ready'])} as "notPlanned"`,
  );
  return counted ?? { inFlight: 0, notPlanned: 0 };
}
