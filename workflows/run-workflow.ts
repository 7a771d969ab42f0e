import { proxyActivities } from '@temporalio/workflow';
import type { TurnActivities } from '../activities/turns.ts';
import type { RunWorkflowInput } from './contract.ts';
import { turnLoop } from './turn-loop.ts';

// A turn works up to 30 s and heartbeats; a retry resumes from the ledger, so it may be repeated without limit.
// There is no bound in total: a run lasts as long as its campaign, and no failure may end it.
const { dispatchTurn } = proxyActivities<TurnActivities>({
  startToCloseTimeout: '60 seconds',
  heartbeatTimeout: '5 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 1.5, maximumInterval: '15 seconds' },
});

/** Turns one run (campaign, later programme, retry) until every contact of it is finished. */
export async function runWorkflow(input: RunWorkflowInput): Promise<void> {
  await turnLoop(input, dispatchTurn);
}
