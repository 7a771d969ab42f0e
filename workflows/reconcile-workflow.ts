import { proxyActivities } from '@temporalio/workflow';
import type { TurnActivities } from '../activities/turns.ts';
import type { ReconcileWorkflowInput } from './contract.ts';
import { turnLoop } from './turn-loop.ts';

// Reads only: repeating one is harmless. No bound in total, for the same reason as a run's turn.
const { reconcileTurn } = proxyActivities<TurnActivities>({
  startToCloseTimeout: '3 minutes',
  // A provider that swallows packets holds a read for three time-outs of 10 s.
  heartbeatTimeout: '60 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '30 seconds' },
});

/** Asks one provider account about its open attempts, as long as there are any. */
export async function reconcileWorkflow(input: ReconcileWorkflowInput): Promise<void> {
  await turnLoop(input, reconcileTurn);
}
