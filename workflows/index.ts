export { reconcileWorkflow } from './reconcile-workflow.ts';
export { runWorkflow } from './run-workflow.ts';
