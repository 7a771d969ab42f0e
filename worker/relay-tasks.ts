import type { EngineDeps } from '../engine/deps.ts';
import { giveBackAbandoned } from '../engine/dialing/give-back.ts';
import { extendSeries } from '../engine/reminders/series/extend-series.ts';
import {
  accountsToReconcile,
  importsToWork,
  runsToTurn,
  accountsToFetchFrom,
  endpointsToTell,
  schedulesToSync,
} from '../relay/questions.ts';
import type { RelayTask } from '../relay/relay.ts';
import { syncSchedule } from '../relay/sync-schedule.ts';
import { RECONCILE_WORKFLOW, reconcileWorkflowId, RUN_WORKFLOW, runWorkflowId } from '../workflows/contract.ts';
import type { QueueSide } from './queues.ts';
import type { TemporalSide } from './temporal-worker.ts';

/** Every kind of work that state alone can ask for, and what starts it. */
export function relayTasks(engine: EngineDeps, queues: QueueSide, temporal: TemporalSide): RelayTask[] {
  const { db } = engine;
  return [
    {
      kind: 'run',
      ask: () => runsToTurn(db),
      start: (runId) => temporal.wake(RUN_WORKFLOW, runWorkflowId(runId), { runId }),
    },
    {
      kind: 'reconcile',
      ask: () => accountsToReconcile(db),
      start: (accountId) => temporal.wake(RECONCILE_WORKFLOW, reconcileWorkflowId(accountId), { accountId }),
    },
    { kind: 'import', ask: () => importsToWork(db), start: (id) => queues.add('import', id) },
    { kind: 'webhook', ask: () => endpointsToTell(db), start: (id) => queues.add('webhook', id) },
    { kind: 'transcript', ask: () => accountsToFetchFrom(db), start: (id) => queues.add('transcript', id) },
    { kind: 'schedule', ask: () => schedulesToSync(db), start: (id) => syncSchedule(engine, temporal, id) },
    {
      kind: 'series',
      ask: async () => {
        await extendSeries(engine);
        return [];
      },
      start: async () => {},
    },
    {
      kind: 'abandoned',
      ask: async () => {
        await giveBackAbandoned(engine);
        return [];
      },
      start: async () => {},
    },
  ];
}
