/** Names, ids and messages of the workflows: what the relay needs to start them. No workflow code. */

export const RUN_WORKFLOW = 'runWorkflow';
export const RECONCILE_WORKFLOW = 'reconcileWorkflow';

/** "Something changed: take a turn now." Carries nothing; doubles do not matter. */
export const WAKE_SIGNAL = 'wake';

export interface RunWorkflowInput {
  runId: string;
}

export interface ReconcileWorkflowInput {
  accountId: string;
}

export const runWorkflowId = (runId: string): string => `run:${runId}`;
export const reconcileWorkflowId = (accountId: string): string => `reconcile:${accountId}`;
