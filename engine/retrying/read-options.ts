import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { Channel } from '../../domain/channel.ts';
import type { RetryOptions } from '../../domain/retries/retry-options.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import type { RetryableCampaign } from './retryable-campaign.ts';

/** As somebody asks for it. */
export interface WantedOptions {
  startAtMs?: number | undefined;
  pacePerSecond?: number | undefined;
  maxConcurrent?: number | undefined;
  /** One of our numbers, and of which steps; absent = calls where the campaign calls. */
  numberId?: string | undefined;
  channel?: Channel | undefined;
  agentRef?: string | undefined;
  canary?: { count: number; stopAbovePercent: number } | undefined;
  overrideMaxAttempts?: boolean | undefined;
}

/**
 * Checks what a retry wants different from its campaign, and finds the account of another number. Throws EngineError
 * `unknown_number`, `number_released`, `agent_missing`, `agent_not_allowed`, `no_such_step`.
 */
export async function readOptions(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  campaign: RetryableCampaign,
  wanted: WantedOptions,
): Promise<RetryOptions> {
  const { startAtMs, pacePerSecond, maxConcurrent, canary, overrideMaxAttempts } = wanted;
  return {
    ...(startAtMs === undefined ? {} : { startAtMs }),
    ...(pacePerSecond === undefined ? {} : { pacePerSecond }),
    ...(maxConcurrent === undefined ? {} : { maxConcurrent }),
    ...(canary === undefined ? {} : { canary }),
    ...(overrideMaxAttempts === true ? { overrideMaxAttempts } : {}),
    ...(wanted.numberId === undefined ? {} : { from: await otherNumber(deps, campaign, wanted, wanted.numberId) }),
  };
}

async function otherNumber(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  { settings }: RetryableCampaign,
  { agentRef, ...wanted }: WantedOptions,
  numberId: string,
): Promise<NonNullable<RetryOptions['from']>> {
  const number = await firstRow<{ accountId: string; phone: number; status: string }>(
    deps.db,
    sql`select account_id as "accountId", phone, status from numbers where id = ${numberId}`,
  );
  if (!number) {
    throw new EngineError('not_found', 'unknown_number', `There is no number ${numberId} of ours.`, {
      repair: 'List the numbers to find its id.',
    });
  }
  if (number.status !== 'active') {
    throw new EngineError('conflict', 'number_released', `The number +${number.phone} was released at the provider.`, {
      repair: 'Choose another number.',
    });
  }
  const channels = settings.steps.map((step) => step.channel);
  const channel = wanted.channel ?? (channels.includes('call') ? 'call' : 'sms');
  const step = settings.steps.find((one) => one.channel === channel);
  if (!step) {
    throw new EngineError('invalid', 'no_such_step', `The campaign has no ${channel} that could go out from it.`);
  }
  const from = { channel, numberId, accountId: number.accountId };
  if (channel === 'sms') return from;
  const { capabilities } = await deps.telephonyFor(number.accountId);
  const agent = agentRef ?? (step.accountId === number.accountId ? step.agentRef : undefined);
  if (capabilities.agentPerCall && agent === undefined) {
    throw new EngineError('invalid', 'agent_missing', 'The account of this number needs the agent of each call.', {
      repair: 'Name an agent of that account.',
    });
  }
  if (!capabilities.agentPerCall && agentRef !== undefined) {
    throw new EngineError('invalid', 'agent_not_allowed', 'The account of this number takes no agent per call.', {
      repair: "Leave it out: the number's own configuration answers.",
    });
  }
  return capabilities.agentPerCall && agent !== undefined ? { ...from, agentRef: agent } : from;
}
