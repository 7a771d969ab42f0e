import { Connection } from '@temporalio/client';
import { ok, problem, reasonOf, type Finding } from './finding.ts';

const PART = 'temporal';
const WAIT_MS = 3_000;

/** Reachable, with our namespace in it. */
export async function checkTemporal(address: string, namespace: string): Promise<Finding[]> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: WAIT_MS });
  } catch (error) {
    const repair = 'Start it, or correct TEMPORAL_ADDRESS. Meanwhile nothing is dialled; pause and stop work.';
    return [problem(PART, `${address} cannot be reached: ${reasonOf(error)}`, repair)];
  }
  try {
    const { workflowService } = connection;
    const { serverVersion } = await connection.withDeadline(Date.now() + WAIT_MS, () =>
      workflowService.getSystemInfo({}),
    );
    await connection.withDeadline(Date.now() + WAIT_MS, () => workflowService.describeNamespace({ namespace }));
    return [ok(PART, `server ${serverVersion}, namespace "${namespace}"`)];
  } catch (error) {
    const repair = `Make it: temporal operator namespace create --namespace ${namespace}; or correct TEMPORAL_NAMESPACE.`;
    return [problem(PART, `the namespace "${namespace}" cannot be used: ${reasonOf(error)}`, repair)];
  } finally {
    await connection.close().catch(() => {});
  }
}
