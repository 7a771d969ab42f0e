import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { worstCaseMicros } from '../../domain/money.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import { settingsOfRetry } from '../../domain/retries/settings-of-retry.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { uuidArray } from './lock-order.ts';

export type RunState = 'draft' | 'running' | 'paused' | 'cancelled' | 'completed';

/** What a turn must know of its run, read afresh at every round. */
export interface RunContext {
  runId: string;
  kind: 'campaign' | 'manual' | 'service' | 'programme' | 'retry';
  campaignId: string;
  state: RunState;
  /** Of a retry: its campaign does not run, so it waits. */
  campaignStands: boolean;
  policyVersion: number;
  settings: CampaignSettings;
  steps: StepContext[];
}

/** One step with the account that carries it. */
export interface StepContext {
  index: number;
  channel: 'call' | 'sms';
  accountId: string;
  numberId: string;
  fromRef: string;
  holdMicros: number;
  maxConcurrentCalls: number;
  providerQueueSeconds: number;
  /** Longest call in minutes: the campaign's where the provider takes one, else the account's own. */
  maxCallMinutes: number;
  dailyCapMicros: number | null;
}

interface RunRow {
  kind: RunContext['kind'];
  campaignId: string;
  state: RunState;
  campaignStands: boolean;
  policyVersion: number;
  settings: CampaignSettings;
  options: RetryOptions | null;
}

interface AccountRow {
  accountId: string;
  numberId: string;
  fromRef: string;
  provider: string;
  callMicrosPerMinute: number;
  smsMicros: number;
  maxConcurrentCalls: number;
  providerQueueSeconds: number;
  maxCallMinutes: number;
  dailyCapMicros: number | null;
}

/** Reads a run with its settings and accounts. Undefined when there is no such run. */
export async function loadRun(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  runId: string,
): Promise<RunContext | undefined> {
  const found = await firstRow<RunRow>(
    deps.db,
    sql`select r.kind, r.campaign_id as "campaignId", r.state, r.policy_version as "policyVersion", c.settings, t.options,
          coalesce(r.kind = 'retry' and own.state <> 'running', false) as "campaignStands"
        from runs r join campaigns c on c.id = r.campaign_id
          left join retries t on t.run_id = r.id left join runs own on own.campaign_id = r.campaign_id and own.kind = 'campaign'
        where r.id = ${runId}`,
  );
  if (!found) return undefined;
  const { options, ...row } = found;
  const run = { ...row, settings: options ? settingsOfRetry(row.settings, options) : row.settings };
  return { runId, ...run, steps: await stepsOf(deps, run.settings) };
}

/** The steps of settings with the accounts that carry them. Throws EngineError `number_missing`. */
export async function stepsOf(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  settings: CampaignSettings,
): Promise<StepContext[]> {
  const accounts = await rows<AccountRow>(
    deps.db,
    sql`select a.id as "accountId", n.id as "numberId", n.provider_ref as "fromRef", a.provider,
          a.call_micros_per_minute as "callMicrosPerMinute", a.sms_micros as "smsMicros",
          a.max_concurrent_calls as "maxConcurrentCalls", a.provider_queue_seconds as "providerQueueSeconds",
          a.max_call_minutes as "maxCallMinutes", a.daily_cap_micros as "dailyCapMicros"
        from numbers n join provider_accounts a on a.id = n.account_id
        where n.id = any(${uuidArray(settings.steps.map((step) => step.numberId))})`,
  );
  const steps: StepContext[] = [];
  for (const [index, step] of settings.steps.entries()) {
    const account = accounts.find((row) => row.numberId === step.numberId);
    if (!account) {
      throw new EngineError(
        'conflict',
        'number_missing',
        `the number ${step.numberId} of step ${index} does not exist`,
      );
    }
    const { capabilities } = await deps.telephonyFor(account.accountId);
    const maxCallMinutes = capabilities.callLimits ? settings.maxCallMinutes : account.maxCallMinutes;
    steps.push({
      index,
      channel: step.channel,
      accountId: account.accountId,
      numberId: account.numberId,
      fromRef: account.fromRef,
      holdMicros: worstCaseMicros(step.channel, account, maxCallMinutes),
      maxConcurrentCalls: account.maxConcurrentCalls,
      providerQueueSeconds: account.providerQueueSeconds,
      maxCallMinutes,
      dailyCapMicros: account.dailyCapMicros,
    });
  }
  return steps;
}
