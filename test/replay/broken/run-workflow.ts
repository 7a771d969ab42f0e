import { proxyActivities, sleep } from '@temporalio/workflow';
import type { TurnActivities } from '../../../activities/turns.ts';
import { turnLoop } from '../../../workflows/turn-loop.ts';

const { dispatchTurn, reconcileTurn } = proxyActivities<TurnActivities>({ startToCloseTimeout: '60 seconds' });

/** Broken on purpose: it sleeps before its first turn, which no recorded history does. Replay must refuse it. */
export async function runWorkflow(input: { runId: string }): Promise<void> {
  await sleep('1 second');
  await turnLoop(input, dispatchTurn);
}

/** Broken on purpose: another activity than the recorded one. */
export async function reconcileWorkflow(input: { accountId: string }): Promise<void> {
  await turnLoop({ runId: input.accountId }, dispatchTurn);
  await turnLoop(input, reconcileTurn);
}

/** Broken on purpose: it waits for a moment before it asks. */
export async function startScheduledCampaign(input: { scheduleId: string }): Promise<void> {
  await sleep('1 second');
  await turnLoop({ runId: input.scheduleId }, dispatchTurn);
}
