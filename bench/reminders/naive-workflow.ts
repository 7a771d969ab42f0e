import { proxyActivities, sleep } from '@temporalio/workflow';
import type { NaiveActivities } from './naive.ts';

const { stamp } = proxyActivities<NaiveActivities>({ startToCloseTimeout: '1 minute' });

/** The shape that Outdial does without: each appointment is a workflow, and waits for its step by a timer of its own. */
export async function naiveAppointment(dueAtMs: number): Promise<void> {
  await sleep(Math.max(dueAtMs - Date.now(), 1));
  await stamp(dueAtMs);
}
