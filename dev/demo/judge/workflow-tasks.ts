import { Client, Connection } from '@temporalio/client';

const RUN_PREFIX = 'run:';

/** Workflow tasks of all runs, counted from the histories that the server holds, of renewed ones too. */
export async function countWorkflowTasks(address: string): Promise<number> {
  const connection = await Connection.connect({ address, connectTimeout: '5 seconds' });
  try {
    const { workflow } = new Client({ connection });
    let tasks = 0;
    for await (const { workflowId, runId } of workflow.list({ query: "WorkflowType = 'runWorkflow'" })) {
      if (!workflowId.startsWith(RUN_PREFIX)) continue;
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
      tasks += (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes).length;
    }
    return tasks;
  } finally {
    await connection.close();
  }
}
