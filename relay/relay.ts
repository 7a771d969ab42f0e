import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../engine/deps.ts';

/** One kind of work: its question to the ledger, and how to start what the answer names. */
export interface RelayTask {
  kind: string;
  ask: () => Promise<string[]>;
  start: (id: string) => Promise<void>;
}

export interface Relay {
  /** Ask now, because a notification said so; at most one extra round is queued. */
  nudge: () => void;
  stop: () => Promise<void>;
}

const ROUND_MS = 1_000;
/** Notifications come in swarms: rounds keep this distance. */
const SHORTEST_ROUND_MS = 100;
/** The same thing is started at most once in this time: a workflow must get a moment to take its first turn. */
const QUIET_MS = 1_000;
/** What could not be started leaves the others this long. */
const QUIET_AFTER_FAILURE_MS = 3_000;

/**
 * From state to wake-ups: each second one indexed question per kind of work. It is the only sender to Temporal and
 * BullMQ, and both may be down, emptied or told twice without any fact at stake: the next round asks again.
 */
export function startRelay(tasks: readonly RelayTask[], isLeader: () => boolean, log: Log): Relay {
  const quietUntilMs = new Map<string, number>();
  let stopped = false;
  let again: NodeJS.Timeout | undefined;
  let round: Promise<void> = Promise.resolve();
  let queued = false;
  let lastRoundMs = -Infinity;

  const complain = (kind: string, error: unknown): void =>
    log.warn(
      { kind, error: error instanceof Error ? error.message : String(error) },
      'relay could not start work; it asks again',
    );

  const runTask = async (task: RelayTask): Promise<void> => {
    const beganMs = performance.now();
    try {
      for (const id of await task.ask()) {
        const key = `${task.kind}:${id}`;
        if (performance.now() < (quietUntilMs.get(key) ?? -Infinity)) continue;
        quietUntilMs.set(key, performance.now() + QUIET_MS);
        try {
          await task.start(id);
        } catch (error) {
          complain(task.kind, error);
          // One that cannot be started must not stand in the way of the others, nor a dead server be asked for each.
          quietUntilMs.set(key, performance.now() + QUIET_AFTER_FAILURE_MS);
          if (performance.now() - beganMs > ROUND_MS) return;
        }
      }
    } catch (error) {
      complain(task.kind, error);
    }
  };

  const runRound = async (): Promise<void> => {
    await sleep(Math.max(0, lastRoundMs + SHORTEST_ROUND_MS - performance.now()));
    queued = false;
    lastRoundMs = performance.now();
    clearTimeout(again);
    if (isLeader()) await Promise.all(tasks.map(runTask));
    for (const [key, untilMs] of quietUntilMs) if (performance.now() > untilMs) quietUntilMs.delete(key);
    if (!stopped && !queued) again = setTimeout(next, ROUND_MS);
  };
  const next = (): void => {
    if (stopped || queued) return;
    queued = true;
    round = round.then(runRound);
  };
  next();

  return {
    nudge: next,
    stop: async () => {
      stopped = true;
      clearTimeout(again);
      await round;
    },
  };
}
