import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { notifyLive } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { settingsOfRetry } from '../../domain/retries/settings-of-retry.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { stepsOf } from '../dialing/run-context.ts';
import { EngineError } from '../error.ts';
import { chooseMembers, MOST_MEMBERS } from './choose-members.ts';
import { foresee } from './foresee.ts';
import { howLongSeconds } from './how-long.ts';
import { readOptions, type WantedOptions } from './read-options.ts';
import { retryableCampaign } from './retryable-campaign.ts';

export interface WantedRetry {
  name: string;
  reason: string;
  filter: FailureFilter;
  options: WantedOptions;
  actor: string;
}

/**
 * Freezes a group of failed contacts and says what dialling them again would mean: how many, at what cost at most, how
 * long, and of each that is left out why. Nobody is dialled by it. Throws EngineError `unknown_campaign`,
 * `campaign_not_launched`, `campaign_cancelled`, `nothing_matches`, `unknown_country`, `too_many_members`, and what readOptions throws.
 */
export async function planRetry(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'places' | 'law' | 'telephonyFor'>,
  input: WantedRetry,
): Promise<{ retryId: string }> {
  const campaign = await retryableCampaign(deps.db, input.filter.campaignId);
  const options = await readOptions(deps, campaign, input.options);
  const settings = settingsOfRetry(campaign.settings, options);
  const steps = await stepsOf(deps, settings);
  return await inTransaction(deps.db, async (tx) => {
    const retryId = await insertRetry(tx, input, options);
    const matches = await chooseMembers(tx, { retryId, filter: input.filter, places: deps.places, settings, options });
    if (matches === 0) throw nothingMatches();
    if (matches > MOST_MEMBERS) throw tooMany();
    const seen = await foresee(tx, deps, { retryId, settings, steps });
    if (options.canary) await pickCanary(tx, retryId, options.canary.count);
    const durationSeconds = await howLongSeconds(tx, { settings, steps, perStep: seen.perStep, runId: campaign.runId });
    await tx.execute(sql`
      update retries set matches = ${matches}, will_dial = ${seen.willDial}, outside_hours = ${seen.outsideHours},
        next_window_at = from_ms(${seen.nextWindowAtMs}::double precision), cost_at_most_micros = ${seen.costAtMostMicros},
        duration_seconds = ${durationSeconds}
      where id = ${retryId}`);
    await audit(tx, {
      actor: input.actor,
      action: 'retry.plan',
      subject: `retry:${retryId}`,
      reason: input.reason,
      details: { campaignId: campaign.campaignId, filter: input.filter, matches, willDial: seen.willDial },
    });
    await notifyLive(tx, `retry:${retryId}`);
    return { retryId };
  });
}

async function insertRetry(tx: Transaction, input: WantedRetry, options: RetryOptions): Promise<string> {
  const made = await firstRow<{ id: string }>(
    tx,
    sql`insert into retries (campaign_id, name, reason, filter, options, over_max_attempts, canary_state, planned_by)
        values (${input.filter.campaignId}, ${input.name}, ${input.reason}, ${JSON.stringify(input.filter)}::jsonb,
          ${JSON.stringify(options)}::jsonb, ${options.overrideMaxAttempts === true}, ${options.canary ? 'pending' : 'none'}, ${input.actor})
        returning id`,
  );
  if (!made) throw new Error('insert into retries returned no row');
  return made.id;
}

/** Spread over the group, not its first rows: these often come from one list and one place. */
async function pickCanary(tx: Transaction, retryId: string, count: number): Promise<void> {
  await tx.execute(sql`
    update run_members m set is_canary = true
    from (select contact_id from run_members where retry_id = ${retryId} and status = 'planned'
      order by hashint8(contact_id), contact_id limit ${count}) c
    where m.retry_id = ${retryId} and m.contact_id = c.contact_id`);
}

const nothingMatches = (): EngineError =>
  new EngineError('conflict', 'nothing_matches', 'No failed contact matches: there is nothing to retry.', {
    repair: 'Widen the filter. Who was resolved, reached or put into another retry is not listed any more.',
  });

const tooMany = (): EngineError =>
  new EngineError('invalid', 'too_many_members', `More than ${MOST_MEMBERS.toLocaleString('en-US')} contacts match.`, {
    repair: 'Narrow the filter, and retry the parts one after another.',
  });
