export { reconcileWorkflow } from './reconcile-workflow.ts';
export { runWorkflow } from './run-workflow.ts';
export { startScheduledCampaign } from './start-scheduled-campaign.ts';
