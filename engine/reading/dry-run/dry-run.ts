import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction, sqlState, type Transaction } from '../../../db/transaction.ts';
import { CHANNELS } from '../../../domain/channel.ts';
import { lawOf } from '../../../domain/law/law-of.ts';
import type { ContactNumber } from '../../../domain/next-number.ts';
import { planContact, type ContactPlan } from '../../../domain/plan-contact.ts';
import { findRun, unknownCampaign } from '../../campaigns/find-run.ts';
import type { EngineDeps } from '../../deps.ts';
import { loadRun, type RunContext } from '../../dialing/run-context.ts';
import { EngineError } from '../../error.ts';
import { zonesOfKey } from '../../planning/zones-of-key.ts';
import { readNowMs } from '../../read-now.ts';
import { readDryGroups, type DryGroup, type FurtherGroup } from './read-groups.ts';
import { sumPlans, type DryRun } from './sum-plans.ts';

/** Longer than that, and whoever waits for the answer is gone. */
const LONGEST_MS = 25_000;
const QUERY_CANCELED = '57014';
const NO_NUMBERS: ReadonlySet<number> = new Set();

/**
 * What would become of every contact if the campaign were launched (or went on) at `atMs`; nothing is written. The same
 * planner decides; consents and noes are those of now, pace, slots, credit and caps on attempts come on top.
 * Throws EngineError `unknown_campaign`, `dry_run_too_long`.
 */
export async function dryRun(
  deps: Pick<EngineDeps, 'db' | 'readDb' | 'telephonyFor' | 'zones' | 'law'>,
  input: { campaignId: string; atMs?: number | undefined },
): Promise<DryRun> {
  const { runId } = await findRun(deps.readDb, input.campaignId);
  const run = await loadRun(deps, runId);
  if (!run) throw unknownCampaign(input.campaignId);
  try {
    return await inTransaction(deps.readDb, async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(LONGEST_MS))}`);
      // A million contacts are joined in memory; it is given back with the transaction.
      await tx.execute(sql`set local work_mem = '128MB'`);
      const nowMs = await readNowMs(tx);
      const atMs = Math.max(input.atMs ?? nowMs, nowMs);
      const withConsent = await someLawAsksConsent(tx, deps, run, atMs);
      const groups = await readDryGroups(tx, { campaignId: input.campaignId, atMs, withConsent });
      const planned = groups.map((group) => ({ group, plan: planGroup(deps, run, group, atMs) }));
      return sumPlans(planned, {
        campaignId: input.campaignId,
        atMs,
        table: deps.zones,
        holdMicros: run.steps.map((step) => step.holdMicros),
      });
    });
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error;
    throw new EngineError('unavailable', 'dry_run_too_long', 'The contacts could not be counted in time.', {
      repair: 'Try again in a moment, when less is being dialled or imported.',
    });
  }
}

/** Places are few: what is on record is read only where a rule wants it. */
export async function someLawAsksConsent(
  tx: Transaction,
  deps: Pick<EngineDeps, 'law'>,
  run: RunContext,
  atMs: number,
): Promise<boolean> {
  const { purpose, steps } = run.settings;
  const asks = (placeKey: string): boolean =>
    steps.some(({ channel }) => lawOf(deps.law, { placeKey, purpose, channel }).consentAt(atMs) !== 'none');
  const places = await rows<{ placeKey: string }>(
    tx,
    sql`select distinct c.place_key as "placeKey" from imports i join contacts c on c.id between i.first_contact_id and i.last_contact_id
        where i.campaign_id = ${run.campaignId} and i.purpose = 'contacts'
        union select distinct n.place_key from imports i join contact_phones n on n.contact_id between i.first_contact_id and i.last_contact_id
        where i.campaign_id = ${run.campaignId} and i.purpose = 'contacts'`,
  );
  return places.some(({ placeKey }) => asks(placeKey));
}

/** Null = it is finished or under way already. */
export function planGroup(
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  run: RunContext,
  group: DryGroup,
  atMs: number,
): ContactPlan | null {
  if (group.state !== 'ready' && group.state !== 'waiting') return null;
  const number = (of: FurtherGroup): ContactNumber => ({
    place: of.place,
    // Which number it is makes no difference to its plan: its place stands for it.
    phone: of.place,
    zones: zonesOfKey(of.zoneKey),
    placeKey: of.placeKey,
    lineType: of.lineType,
    consent: { call: of.call ?? 'none', sms: of.sms ?? 'none' },
  });
  const first = number({ ...group, place: 0, call: group.callConsent, sms: group.smsConsent });
  return planContact({
    settings: run.settings,
    step: group.step,
    numbers: [first, ...(group.more ?? []).map(number)],
    lastTried: null,
    dead: NO_NUMBERS,
    barred: CHANNELS.filter((channel) => (channel === 'call' ? group.callBarred : group.smsBarred) === true),
    earliestMs: Math.max(atMs, group.earliestMs ?? 0),
    providerQueueSeconds: run.steps.map((step) => step.providerQueueSeconds),
    table: deps.zones,
    book: deps.law,
  });
}
