import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalServer } from '../servers/server-process.ts';
import type { Draw } from './draw.ts';

export interface KillTarget {
  server: LocalServer;
  times: number;
  before?: () => Promise<void>;
  /** While it is dead. */
  dead?: () => Promise<void>;
}

export interface Kills {
  /** Kills what is to be killed by now. */
  look: (attempts: number) => void;
  /** True when each was killed as often as planned and all live again. */
  areOver: () => boolean;
  done: () => string[];
  failure: () => string | null;
}

/** Shares of the contacts that were dialled when a kill comes: early enough that the campaign still has work. */
const [EARLIEST, LATEST] = [0.1, 0.7];
const LONGEST_DELAY_MS = 400;
const LONGEST_DEATH_MS = 1_500;

/** SIGKILL at seeded moments of a run, each followed by a new start; two parts may be dead at once. */
export function planKills(
  targets: readonly KillTarget[],
  contacts: number,
  draw: Draw,
  say: (text: string) => void,
): Kills {
  const plan = targets
    .flatMap((target) => Array.from({ length: target.times }, () => target))
    .map((target) => ({
      target,
      atAttempts: Math.floor(contacts * (EARLIEST + draw() * (LATEST - EARLIEST))),
      delayMs: draw() * LONGEST_DELAY_MS,
      deathMs: draw() * LONGEST_DEATH_MS,
    }))
    .sort((a, b) => a.atAttempts - b.atAttempts);
  const busy = new Set<KillTarget>();
  const done: string[] = [];
  let failure: string | null = null;

  const kill = async ({ target, delayMs, deathMs }: (typeof plan)[number]): Promise<void> => {
    const { server } = target;
    await sleep(delayMs);
    await target.before?.();
    await server.kill();
    say(`  SIGKILL ${server.name}`);
    await target.dead?.();
    await sleep(deathMs);
    await server.start();
    done.push(server.name);
  };

  return {
    look: (attempts) => {
      for (const next of plan.filter(({ atAttempts }) => atAttempts <= attempts)) {
        // The second death of the same part waits until it lives again.
        if (busy.has(next.target)) continue;
        plan.splice(plan.indexOf(next), 1);
        busy.add(next.target);
        kill(next)
          .catch((error: unknown) => {
            failure ??= error instanceof Error ? error.message : String(error);
          })
          .finally(() => busy.delete(next.target));
      }
    },
    areOver: () => plan.length === 0 && busy.size === 0,
    done: () => [...done],
    failure: () => failure,
  };
}
