import type { CampaignSettings, CampaignStep } from '../campaign-settings.ts';
import type { RetryOptions } from './retry-options.ts';

/**
 * The campaign's settings of now as a retry dials by them: hours, law, texts and caps are the campaign's, pace, calls at
 * a time, caller ID and start its own. A campaign's start that is over does not matter; its end does.
 */
export function settingsOfRetry(settings: CampaignSettings, options: RetryOptions): CampaignSettings {
  const { from } = options;
  const steps = from
    ? settings.steps.map((step) => (step.channel === from.channel ? fromOther(step, from) : step))
    : settings.steps;
  return {
    ...settings,
    steps,
    startsAtMs: options.startAtMs ?? settings.startsAtMs,
    pacePerSecond: options.pacePerSecond ?? settings.pacePerSecond,
    maxConcurrent: options.maxConcurrent ?? settings.maxConcurrent,
  };
}

function fromOther(step: CampaignStep, from: NonNullable<RetryOptions['from']>): CampaignStep {
  const { agentRef, ...rest } = step;
  const agent = from.agentRef ?? (from.accountId === step.accountId ? agentRef : undefined);
  return {
    ...rest,
    accountId: from.accountId,
    numberId: from.numberId,
    ...(agent === undefined ? {} : { agentRef: agent }),
  };
}
