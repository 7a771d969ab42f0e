import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { ApplicationFailure, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { ScheduleActivities } from '../activities/schedules.ts';
import type { StartWorkflowInput } from './contract.ts';
import { turnLoop } from './turn-loop.ts';

// Copying a list of a million beside dialing takes minutes; a retry goes on behind the last batch. No bound in total:
// the ledger ends a start that is too late, and no failure may lose one.
const { startOccurrence } = proxyActivities<ScheduleActivities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** The time at which a schedule meant to start it, in whole seconds, without jitter (Temporal's own attribute). */
const SCHEDULED_START = defineSearchAttributeKey('TemporalScheduledStartTime', SearchAttributeType.DATETIME);

/** One start of a recurring campaign, until its campaign is launched or it is said why not. */
export async function startScheduledCampaign({ scheduleId, scheduledAtMs }: StartWorkflowInput): Promise<void> {
  const atMs = scheduledAtMs ?? workflowInfo().typedSearchAttributes.get(SCHEDULED_START)?.getTime();
  if (atMs === undefined) throw ApplicationFailure.nonRetryable('nobody says for which time this start is');
  await turnLoop({ scheduleId, scheduledAtMs: atMs }, startOccurrence);
}
