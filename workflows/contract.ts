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

export const START_WORKFLOW = 'startScheduledCampaign';

export interface StartWorkflowInput {
  scheduleId: string;
  /** Null = the scheduler started it, and its search attribute says for which time. */
  scheduledAtMs: number | null;
}

/** Of the Temporal Schedule. */
export const scheduleKey = (scheduleId: string): string => `schedule:${scheduleId}`;
/** The same id that Temporal gives what its schedule starts (the time in whole seconds, before jitter): no twins. */
export const startWorkflowId = (scheduleId: string, scheduledAtMs: number): string =>
  `${scheduleKey(scheduleId)}-${new Date(scheduledAtMs).toISOString().replace(/\.\d+Z$/, 'Z')}`;
