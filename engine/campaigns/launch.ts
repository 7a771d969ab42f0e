import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow, rows } from '../../db/rows.ts';
import { notifyWork } from '../../db/notify.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { loadRun, type RunContext } from '../dialing/run-context.ts';
import { EngineError } from '../error.ts';
import { tellOfCampaign } from '../events/tell-of-campaign.ts';
import { readNowMs } from '../read-now.ts';
import { checkWindows, type CampaignWarning } from './check-windows.ts';
import { findRun, refuseForState, unknownCampaign } from './find-run.ts';
import { variablesOf } from './required-variables.ts';
import { GONE_STATES, holdContacts, importNotDone, refuseMissingVariables, type ListAtWork } from './take-list.ts';

export interface Launched {
  state: 'running';
  contacts: number;
  /** Nothing goes out before; null = it starts now. */
  startsAtMs: number | null;
  /** Until then it can be taken back (undoLaunch); null = its first turn begins at once. */
  undoUntilMs: number | null;
  /** What will keep it from dialling for now, and who can change that; and whom it could never reach. */
  warnings: CampaignWarning[];
}

/**
 * Launches a draft, once: its first turn plans the contacts. Throws EngineError `unknown_campaign`,
 * `campaign_already_launched` and the like, `no_list`, `import_not_done`, `no_contacts`, `number_released`,
 * `credit_too_low`, `variables_missing`, `end_passed`, `window_never_open`.
 */
export async function launchCampaign(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'law'>,
  input: {
    campaignId: string;
    actor: string;
    /** Its first turn waits so long, so that a person may think better of it; absent = not at all. */
    undoSeconds?: number | undefined;
    /** Throws when whoever asks may not launch this. */
    check?: (launch: { name: string; contacts: number }) => void;
  },
): Promise<Launched> {
  const { campaignId, undoSeconds = 0 } = input;
  const found = await findRun(deps.db, campaignId);
  if (found.state !== 'draft') throw refuseForState('launch', found);
  const run = await loadRun(deps, found.runId);
  if (!run) throw unknownCampaign(campaignId);

  return await inTransaction(deps.db, async (tx) => {
    await refuseOpenLists(tx, campaignId);
    await holdContacts(tx, campaignId, run.runId);
    await refuseMissingVariables(tx, campaignId, variablesOf(run.settings).required);
    const contacts = await countContacts(tx, run.runId);
    input.check?.({ name: found.name, contacts });
    const { startsAtMs, endsAtMs } = run.settings;
    const nowMs = await readNowMs(tx);
    if (endsAtMs !== null && endsAtMs <= nowMs) throw endPassed(endsAtMs);
    const closed = await checkWindows(tx, deps, run);
    await refuseReleasedNumbers(tx, run);
    await refuseEmptyPurses(tx, run);
    const launched = await firstRow<{ undoUntilMs: number | null }>(
      tx,
      sql`
        with t as materialized (select outdial_now() as now,
          case when ${undoSeconds} > 0 then outdial_now() + make_interval(secs => ${undoSeconds}) end as undo_until)
        update runs set state = 'running', launched_at = t.now, next_turn_at = coalesce(t.undo_until, '-infinity')
        from t where id = ${run.runId} and state = 'draft'
        returning to_ms(t.undo_until) as "undoUntilMs"`,
    );
    // Two launches at once: one wins, the other is told.
    if (!launched) throw refuseForState('launch', await findRun(tx, campaignId));
    await audit(tx, {
      actor: input.actor,
      action: 'campaign.launch',
      subject: `campaign:${campaignId}`,
      details: { contacts },
    });
    await tellOfCampaign(tx, 'campaign.launched', campaignId, { by: input.actor });
    await notifyWork(tx, 'run', run.runId);
    return {
      state: 'running',
      contacts,
      startsAtMs: startsAtMs !== null && startsAtMs > nowMs ? startsAtMs : null,
      undoUntilMs: launched.undoUntilMs,
      warnings: [...closed, ...(await warningsOf(tx, run))],
    };
  });
}

const endPassed = (endsAtMs: number): EngineError =>
  new EngineError('conflict', 'end_passed', `The campaign's end, ${new Date(endsAtMs).toISOString()}, has passed.`, {
    repair: 'Set a later end, or none.',
  });

async function refuseOpenLists(tx: Transaction, campaignId: string): Promise<void> {
  const lists = await rows<ListAtWork>(
    tx,
    sql`select file_name as "fileName", state, wanted from imports
        where campaign_id = ${campaignId} and purpose = 'contacts' and state <> all(${sql.param([...GONE_STATES])}::text[])
        order by id`,
  );
  if (lists.length === 0) {
    throw new EngineError('conflict', 'no_list', 'The campaign has no list of contacts.', {
      repair: 'Import a list and attach it.',
    });
  }
  const open = lists.filter((list) => list.state !== 'done');
  if (open.length > 0) throw importNotDone(open);
}

async function countContacts(tx: Transaction, runId: string): Promise<number> {
  const row = await firstRow<{ count: number }>(
    tx,
    sql`select count(*)::int as count from contact_states where run_id = ${runId}`,
  );
  const count = row?.count ?? 0;
  if (count === 0) {
    throw new EngineError('conflict', 'no_contacts', 'Not one row of the list was accepted: there is nobody to call.', {
      repair: 'Look at the problems of the import, correct the list and upload it again.',
    });
  }
  return count;
}

async function refuseReleasedNumbers(tx: Transaction, run: RunContext): Promise<void> {
  const released = await firstRow<{ phone: number }>(
    tx,
    sql`
      select phone from numbers
      where id = any(${sql.param(run.steps.map((step) => step.numberId))}::uuid[]) and status <> 'active'`,
  );
  if (!released) return;
  throw new EngineError('conflict', 'number_released', `The number +${released.phone} was released at the provider.`, {
    repair: 'Choose another number in the settings.',
  });
}

/**
 * Every purse that the campaign draws on (its own only with a budget) must cover its dearest attempt at least once.
 * Throws EngineError `credit_too_low`.
 */
export async function refuseEmptyPurses(
  tx: Pick<Queryable, 'execute'>,
  run: Pick<RunContext, 'steps' | 'campaignId' | 'settings'>,
): Promise<void> {
  for (const step of run.steps) {
    const purses = await rows<{ owner: string; currency: string; freeMicros: number }>(
      tx,
      sql`
        select 'account ' || a.name as owner, a.currency, (p.balance_micros - (
            select coalesce(sum(o.hold_micros), 0) from open_attempts o where o.account_id = a.id))::bigint as "freeMicros"
        from credit_accounts p join provider_accounts a on a.id = p.account_id
        where p.account_id = ${step.accountId} and p.kind = 'available'
        union all
        select 'the budget', a.currency, p.balance_micros
        from credit_accounts p, provider_accounts a
        where p.campaign_id = ${run.campaignId} and p.kind = 'available' and a.id = ${step.accountId}
          and ${run.settings.budgetMicros !== null}`,
    );
    for (const purse of purses) {
      const shortMicros = step.holdMicros - purse.freeMicros;
      if (shortMicros <= 0) continue;
      const units = (micros: number): string => `${(micros / 1_000_000).toFixed(2)} ${purse.currency}`;
      throw new EngineError(
        'conflict',
        'credit_too_low',
        `One ${step.channel} may cost ${units(step.holdMicros)}, and ${purse.owner} has ${units(purse.freeMicros)} left.`,
        {
          repair: 'Top up, raise the budget, or allow shorter calls.',
          details: { step: step.index, neededMicros: step.holdMicros, freeMicros: purse.freeMicros, shortMicros },
        },
      );
    }
  }
}

async function warningsOf(tx: Transaction, run: RunContext): Promise<CampaignWarning[]> {
  return await rows(
    tx,
    sql`
      select 'installation_stopped' as code, 'All dialing is stopped; nothing goes out before it is started again.' as message
      from installation where stopped_at is not null
      union all
      select 'account_stopped', 'Account ' || name || ' is stopped: ' || coalesce(stopped_reason, 'no reason given') || '.'
      from provider_accounts where id = any(${sql.param(run.steps.map((step) => step.accountId))}::uuid[]) and stopped_at is not null
      union all
      select 'account_breaker_open', 'Account ' || name || ' waits after refusals of the provider: ' || coalesce(breaker_reason, '?') || '.'
      from provider_accounts where id = any(${sql.param(run.steps.map((step) => step.accountId))}::uuid[]) and breaker_state <> 'closed'`,
  );
}
