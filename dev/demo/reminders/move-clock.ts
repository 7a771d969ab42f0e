import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../../db/client.ts';
import { jumpClock, startClockAt } from '../../clock.ts';
import type { SimulatorControl } from '../simulator-control.ts';

/** The clock of database and simulator together. */
export interface DayClock {
  /** The simulator's time; the database's is the same but for the moment between the two settings. */
  nowMs: () => number;
  startAt: (atMs: number) => Promise<void>;
  /**
   * Lets everything that is due before `atMs` happen, and answers at that very moment. What is due then has not gone
   * out yet. Throws when nothing moves any more.
   */
  advanceTo: (atMs: number) => Promise<void>;
  /** Waits until all that was under way at this moment has happened. */
  settle: () => Promise<void>;
  jumps: () => number;
  /** Seconds of real time that the clock could not jump over, by reason. */
  waitedFor: () => Record<string, number>;
}

const LOOK_EVERY_MS = 40;
/** Longer than a worker takes to come back under load. */
const STUCK_AFTER_MS = 60_000;
/** The clock refuses to jump so short a way: real time does. */
const CLOSE_MS = 1_500;

export function createDayClock(
  { db, simulator }: { db: Db; simulator: SimulatorControl },
  onLook: (atMs: number, waitsFor: string) => void,
): DayClock {
  let offsetMs = 0;
  let jumps = 0;
  const waitedMs: Record<string, number> = {};
  const nowMs = (): number => Date.now() + offsetMs;
  const clock = {
    moveTo: async (atMs: number): Promise<boolean> => {
      if (!(await simulator.moveTo(atMs))) return false;
      offsetMs = atMs - Date.now();
      return true;
    },
  };
  const look = async (untilMs: number): Promise<string> => {
    try {
      const answer = await jumpClock({ db, simulator: clock }, untilMs);
      if (answer.kind === 'jumped') jumps += 1;
      return answer.kind === 'refused' ? answer.reason : '';
    } catch {
      // Rows were locked for longer than a claim takes: the next look tries again.
      return 'the database';
    }
  };
  const until = async (isThere: (waitsFor: string) => boolean, untilMs: number): Promise<void> => {
    let movedMs = performance.now();
    let lastJumps = jumps;
    let waits = '';
    for (let lookedMs = performance.now(); ;) {
      const waitsFor = await look(untilMs);
      const reason = waitsFor === '' ? 'the jump itself' : waitsFor;
      waitedMs[reason] = (waitedMs[reason] ?? 0) + performance.now() - lookedMs;
      lookedMs = performance.now();
      onLook(nowMs(), waitsFor);
      if (isThere(waitsFor)) return;
      if (jumps !== lastJumps || waitsFor !== waits) movedMs = performance.now();
      lastJumps = jumps;
      waits = waitsFor;
      if (performance.now() - movedMs > STUCK_AFTER_MS) {
        throw new Error(`at ${new Date(nowMs()).toISOString()} nothing moves any more: ${waitsFor}`);
      }
      if (waitsFor !== '') await sleep(LOOK_EVERY_MS);
    }
  };
  return {
    nowMs,
    startAt: (atMs) => startClockAt({ db, simulator: clock }, atMs),
    advanceTo: (atMs) => until(() => nowMs() >= atMs, atMs),
    settle: () => {
      const beganMs = nowMs();
      // Only where nothing is under way does it come to the question whether the moment is close.
      return until((waitsFor) => waitsFor === 'the next moment is close', beganMs + CLOSE_MS - 1);
    },
    jumps: () => jumps,
    waitedFor: () =>
      Object.fromEntries(Object.entries(waitedMs).map(([reason, ms]) => [reason, Math.round(ms / 100) / 10])),
  };
}
