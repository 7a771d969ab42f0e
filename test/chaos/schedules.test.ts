import { Client, Connection, ScheduleNotFoundError, type ScheduleDescription } from '@temporalio/client';
import { sql } from 'drizzle-orm';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/rows.ts';
import { startServers, type Servers } from '../../dev/servers/start-servers.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import { changeSchedule, createSchedule, removeSchedule } from '../../engine/campaigns/schedules/change-schedules.ts';
import type { ScheduleDraft } from '../../engine/campaigns/schedules/check-schedule.ts';
import { getSchedule } from '../../engine/campaigns/schedules/list-schedules.ts';
import { scheduleKey, startWorkflowId } from '../../workflows/contract.ts';
import { holdAt } from '../support/killable-import.ts';
import { seedCampaign } from '../support/seed.ts';
import { openTrial, type Trial } from '../support/trial.ts';
import type { WorkerProcess } from '../support/worker-process.ts';

/** A Temporal of its own, since it is emptied. */
let servers: Servers;
let trial: Trial;
let folder: string;
let worker: WorkerProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outdial-schedules-'));
  servers = await startServers({
    folder,
    postgres: false,
    temporal: { headless: true },
    throwaway: true,
    log: () => {},
  });
  trial = await openTrial({ servers });
  worker = await trial.startWorker();
});
afterAll(async () => {
  await trial.close();
  await servers.stop();
  await rm(folder, { recursive: true, force: true });
});

const PEOPLE = 30;
const MINUTE_MS = 60_000;

const until = async (what: string, done: () => Promise<boolean>, seconds = 90): Promise<void> => {
  for (let tries = 0; tries < seconds * 5; tries++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${what} did not come`);
};

/** The next full minute that leaves time to prepare: rules know minutes, and Temporal's clock cannot be moved. */
const nextMinute = (): number => Math.ceil((Date.now() + 15_000) / MINUTE_MS) * MINUTE_MS;

async function recurring(atMs: number, more: Partial<ScheduleDraft> = {}): Promise<string> {
  const { campaignId } = await seedCampaign(trial.deps, trial.test, { contacts: PEOPLE, launch: false });
  const { scheduleId } = await createSchedule(trial.deps, {
    name: 'Recall',
    campaignId,
    rule: `every day ${new Date(atMs).toISOString().slice(11, 16)}`,
    zone: 'UTC',
    actor: 'test',
    ...more,
  });
  await untilSynced(scheduleId);
  return scheduleId;
}

const untilSynced = async (scheduleId: string): Promise<void> =>
  await until('the word to Temporal', async () => (await getSchedule(trial.deps, { scheduleId })).synced);

async function startsOf(
  scheduleId: string,
): Promise<{ atMs: number; state: string; reason: string | null; contacts: number }[]> {
  return await rows(
    trial.test.db,
    sql`select to_ms(s.scheduled_at) as "atMs", s.state, s.reason, (select count(*)::int from contact_states c where c.run_id = r.id) as contacts
        from schedule_starts s left join runs r on r.campaign_id = s.campaign_id
        where s.schedule_id = ${scheduleId} order by s.scheduled_at`,
  );
}

const untilStart = async (scheduleId: string, state: string): Promise<void> =>
  await until(`${state} of ${scheduleId}`, async () => (await startsOf(scheduleId))[0]?.state === state);

async function withClient<T>(ask: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: servers.temporalAddress });
  try {
    return await ask(new Client({ connection }));
  } finally {
    await connection.close();
  }
}

/** Null = Temporal knows no such schedule. */
const described = async (scheduleId: string): Promise<ScheduleDescription | null> =>
  await withClient(async (client) => {
    try {
      return await client.schedule.getHandle(scheduleKey(scheduleId)).describe();
    } catch (error) {
      if (error instanceof ScheduleNotFoundError) return null;
      throw error;
    }
  });

const started = (atMs: number) => [{ atMs, state: 'started', reason: null, contacts: PEOPLE }];

describe('recurring campaigns on a real Temporal', () => {
  it('start once at their time, also put off by jitter, also when the worker is killed in the middle', async () => {
    const atMs = nextMinute();
    const plain = await recurring(atMs);
    const late = await recurring(atMs, { jitterSeconds: 6 });
    const removed = await recurring(atMs);
    const moved = await recurring(atMs);
    await removeSchedule(trial.deps, { scheduleId: removed, actor: 'test' });
    await changeSchedule(trial.deps, {
      scheduleId: moved,
      rule: `every day ${new Date(atMs + 8 * 3_600_000).toISOString().slice(11, 16)}`,
      actor: 'test',
    });
    await untilSynced(moved);
    await until('removal', async () => (await described(removed)) === null);
    expect((await described(moved))?.info.nextActionTimes[0]?.getTime()).toBe(atMs + 8 * 3_600_000);
    expect((await described(plain))?.info.nextActionTimes[0]?.getTime()).toBe(atMs);

    await untilStart(plain, 'started');
    await untilStart(late, 'started');
    expect(await startsOf(plain)).toEqual(started(atMs));
    expect(await startsOf(late)).toEqual(started(atMs));
    // It was Temporal's schedule that started both, not the net under it.
    for (const scheduleId of [plain, late]) {
      expect((await described(scheduleId))?.info.numActionsTaken).toBe(1);
      const workflow = await withClient((client) =>
        client.workflow.getHandle(startWorkflowId(scheduleId, atMs)).describe(),
      );
      expect(workflow.status.name).toBe('COMPLETED');
    }

    const secondMs = nextMinute();
    const killed = await recurring(secondMs);
    const held = await holdAt(trial.test, { table: 'contacts', on: 'insert', when: 'new.row_number = 20' });
    await until('the copying', held.waiting);
    await worker.kill();
    await held.cut();
    expect((await startsOf(killed))[0]).toMatchObject({ state: 'starting' });
    worker = await trial.startWorker();
    await untilStart(killed, 'started');
    expect(await startsOf(killed)).toEqual(started(secondMs));
    expect(await startsOf(removed)).toEqual([]);
    expect(await startsOf(moved)).toEqual([]);
    expect((await auditLedger(trial.test)).filter(({ ok }) => !ok)).toEqual([]);
  });

  it('are told to a Temporal that lost its store, and a start that it lost with it still happens', async () => {
    const { temporal } = servers.servers;
    if (!temporal) throw new Error('no Temporal');
    const atMs = nextMinute();
    const lost = await recurring(atMs);
    const other = await recurring(atMs + 3 * 3_600_000);
    // It keeps nothing on disk here: what comes back is empty.
    await temporal.kill();
    await temporal.start();
    expect(await described(lost)).toBeNull();
    await untilStart(lost, 'started');
    expect(await startsOf(lost)).toEqual(started(atMs));
    // The other one's hour is over.
    await trial.test.adminDb.execute(sql`update schedules set sync_at = outdial_now() where id = ${other}`);
    await until('the schedule', async () => (await described(other)) !== null);
    expect((await described(other))?.info.nextActionTimes[0]?.getTime()).toBe(atMs + 3 * 3_600_000);
    expect((await described(lost))?.info.nextActionTimes[0]?.getTime()).toBe(atMs + 24 * 3_600_000);
  });
});
