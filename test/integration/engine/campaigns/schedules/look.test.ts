import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  changeSchedule,
  pauseSchedule,
  removeSchedule,
  resumeSchedule,
} from '../../../../../engine/campaigns/schedules/change-schedules.ts';
import { lookAtSchedule, scheduleTold } from '../../../../../engine/campaigns/schedules/look-at-schedule.ts';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import { readNowMs } from '../../../../../engine/read-now.ts';
import { firstRow } from '../../../../../db/rows.ts';
import { schedulesToSync } from '../../../../../relay/questions.ts';
import { syncSchedule } from '../../../../../relay/sync-schedule.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';
import { jumpTo, recurring, start, startsOf, syncAtOf } from './schedule-steps.ts';

let test: TestDb;
let deps: EngineDeps;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
});
afterAll(async () => await test.drop());

const HOUR_MS = 3_600_000;
const at = (times: readonly number[], index: number): number => times[index] ?? Number.NaN;

/** A scheduler that takes everything, and remembers. */
function recorder() {
  const told: { version: number; state: string; instants: number[] }[] = [];
  const woken: string[] = [];
  return {
    told,
    woken,
    wake: async (_: string, workflowId: string): Promise<void> => void woken.push(workflowId),
    tellSchedule: async (tell: (typeof told)[number]): Promise<void> => void told.push(tell),
  };
}

const versionsOf = async (scheduleId: string) =>
  await firstRow(test.db, sql`select version, synced_version as synced from schedules where id = ${scheduleId}`);

describe('the look at a recurring campaign', () => {
  it('tells the scheduler the instants of 60 days, and is asked for again at the next start', async () => {
    const { scheduleId, times } = await recurring(deps, test, { jitterSeconds: 20 });
    expect(await schedulesToSync(test.db)).toContain(scheduleId);
    const scheduler = recorder();
    await syncSchedule(deps, scheduler, scheduleId);
    expect(scheduler.woken).toEqual([]);
    const [told] = scheduler.told;
    expect(told).toMatchObject({ version: 1, state: 'active' });
    expect(told?.instants.slice(0, 5)).toEqual(times);
    expect(told?.instants.length).toBeGreaterThanOrEqual(59);
    expect(await versionsOf(scheduleId)).toEqual({ version: 1, synced: 1 });
    expect(await schedulesToSync(test.db)).not.toContain(scheduleId);
    expect(await syncAtOf(test, scheduleId)).toBe(at(times, 0) + 30_000);
    // Where the next start is far, within the hour: a scheduler may have lost all that it was told.
    await jumpTo(test, at(times, 0), 1_000);
    await start(deps, scheduleId, at(times, 0));
    const nowMs = await readNowMs(test.db);
    await syncSchedule(deps, scheduler, scheduleId);
    expect(await syncAtOf(test, scheduleId)).toBeGreaterThan(nowMs + HOUR_MS - 1_000);
    expect(await syncAtOf(test, scheduleId)).toBeLessThan(nowMs + HOUR_MS + 60_000);
  });

  it('carries out itself what the scheduler did not start, and lists as missed what nobody started in time', async () => {
    const { scheduleId, times } = await recurring(deps, test, { catchUpMinutes: 5 });
    const scheduler = recorder();
    await jumpTo(test, at(times, 0), 2_000);
    await syncSchedule(deps, scheduler, scheduleId);
    expect(scheduler.woken).toEqual([]);
    await jumpTo(test, at(times, 0), 11_000);
    expect(await schedulesToSync(test.db)).toContain(scheduleId);
    await syncSchedule(deps, scheduler, scheduleId);
    const name = `schedule:${scheduleId}-${new Date(at(times, 0)).toISOString().slice(0, 19)}Z`;
    expect(scheduler.woken).toEqual([name]);
    // It is not told of days: both were out of reach for two days.
    await jumpTo(test, at(times, 1), 400_000);
    await syncSchedule(deps, scheduler, scheduleId);
    expect(scheduler.woken).toEqual([name]);
    expect(await startsOf(test, scheduleId)).toMatchObject([
      { atMs: at(times, 0), state: 'missed', reason: 'late' },
      { atMs: at(times, 1), state: 'missed', reason: 'late' },
    ]);
    // Whoever comes late with one of them finds it decided.
    expect(await start(deps, scheduleId, at(times, 1))).toBe('done');
    expect((await startsOf(test, scheduleId)).map(({ state }) => state)).toEqual(['missed', 'missed']);
  });

  it('lists nothing as missed that was before it was made, while it was paused, or of a rule that holds from now on', async () => {
    const { scheduleId, times, otherRule } = await recurring(deps, test, { first: '2020-01-01' });
    const scheduler = recorder();
    await syncSchedule(deps, scheduler, scheduleId);
    await pauseSchedule(deps, { scheduleId, actor: 'test' });
    await jumpTo(test, at(times, 1), HOUR_MS);
    await syncSchedule(deps, scheduler, scheduleId);
    expect(scheduler.told.at(-1)).toMatchObject({ state: 'paused', instants: [] });
    await resumeSchedule(deps, { scheduleId, actor: 'test' });
    await syncSchedule(deps, scheduler, scheduleId);
    await changeSchedule(deps, { scheduleId, rule: otherRule, actor: 'test' });
    await jumpTo(test, await readNowMs(test.db), 60_000);
    await syncSchedule(deps, scheduler, scheduleId);
    expect(await startsOf(test, scheduleId)).toEqual([]);
    expect(scheduler.woken).toEqual([]);
  });

  it('looks after starts that are not over', async () => {
    const { scheduleId, times } = await recurring(deps, test, { overlap: 'buffer_one' });
    await jumpTo(test, at(times, 0), 500);
    await start(deps, scheduleId, at(times, 0));
    await jumpTo(test, at(times, 1), 500);
    await start(deps, scheduleId, at(times, 1));
    const look = await lookAtSchedule(deps, scheduleId);
    expect(look?.starts).toEqual([at(times, 1)]);
    expect(look?.lookAgainAtMs).toBeLessThan((await readNowMs(test.db)) + 31_000);
  });

  it('keeps no word of a version that was replaced while the scheduler was told', async () => {
    const { scheduleId } = await recurring(deps, test);
    const look = await lookAtSchedule(deps, scheduleId);
    if (!look) throw new Error('no look');
    await changeSchedule(deps, { scheduleId, jitterSeconds: 9, actor: 'test' });
    await syncSchedule(deps, recorder(), scheduleId);
    expect(await versionsOf(scheduleId)).toEqual({ version: 2, synced: 2 });
    await scheduleTold(deps, look);
    expect(await versionsOf(scheduleId)).toEqual({ version: 2, synced: 2 });
    expect(await schedulesToSync(test.db)).toContain(scheduleId);
  });

  it('is asked for until the scheduler has answered, and never again once that knows of the removal', async () => {
    const { scheduleId } = await recurring(deps, test);
    await removeSchedule(deps, { scheduleId, actor: 'test' });
    const deaf = {
      ...recorder(),
      tellSchedule: async (): Promise<void> => {
        throw new Error('down');
      },
    };
    await expect(syncSchedule(deps, deaf, scheduleId)).rejects.toThrow('down');
    expect(await versionsOf(scheduleId)).toEqual({ version: 2, synced: 0 });
    expect(await schedulesToSync(test.db)).toContain(scheduleId);
    const scheduler = recorder();
    await syncSchedule(deps, scheduler, scheduleId);
    expect(scheduler.told).toMatchObject([{ state: 'removed', instants: [] }]);
    expect(await syncAtOf(test, scheduleId)).toBe(Number.POSITIVE_INFINITY);
    expect(await schedulesToSync(test.db)).not.toContain(scheduleId);
  });
});
