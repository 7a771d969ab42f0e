import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../db/client.ts';
import { jumpClock, type JumpAnswer } from '../clock.ts';
import type { ApiClient } from './api-client.ts';
import type { Say } from './say.ts';
import type { SimulatorControl } from './simulator-control.ts';

export interface Progress {
  state: string;
  contacts: { total: number; done: number; byState: Record<string, number> };
  attempts: { total: number; byState: Record<string, number> };
  outcomes: Record<string, number>;
  spentMicros: number;
  presumedMicros: number;
  heldMicros: number;
  blockedReason: string | null;
  at: string;
}

export interface RunDeps {
  api: ApiClient;
  db: Db;
  simulator: SimulatorControl;
  say: Say;
}

export interface RunInput {
  campaignIds: readonly string[];
  /** Told after each look; what it still has in hand keeps the run from ending. */
  onLook?: (attempts: number) => void;
  mayEnd?: () => boolean;
}

export interface RunEnd {
  completed: boolean;
  /** Why it was given up. */
  reason: string | null;
  seconds: number;
  jumps: number;
  /** What kept the clock from jumping, in seconds. */
  waitedFor: Record<string, number>;
  progress: Progress[];
}

const LOOK_EVERY_MS = 200;
/** Longer than the longest wait in real time: a lost worker's leases, a POST's time-out, and their look-ups. */
const STUCK_AFTER_MS = 150_000;

/** Looks on, with a live line, and jumps the clock whenever only waiting is left, until every campaign is completed. */
export async function runUntilDone(deps: RunDeps, input: RunInput): Promise<RunEnd> {
  const startedMs = performance.now();
  let movedMs = startedMs;
  let jumps = 0;
  let seen = '';
  let progress: Progress[] = [];
  let waitsFor = '';
  const waitedFor: Record<string, number> = {};
  let lookedMs = startedMs;
  const end = (reason: string | null): RunEnd => ({
    completed: reason === null,
    reason,
    seconds: (performance.now() - startedMs) / 1000,
    jumps,
    waitedFor,
    progress,
  });
  for (;;) {
    progress = (await look(deps.api, input.campaignIds)) ?? progress;
    deps.say.progress(describe(progress, waitsFor));
    input.onLook?.(progress.reduce((sum, { attempts }) => sum + attempts.total, 0));
    const completed = progress.length > 0 && progress.every(({ state }) => state === 'completed');
    if (completed && (input.mayEnd?.() ?? true)) return end(null);

    const now = JSON.stringify(progress.map(({ contacts, attempts }) => [contacts.byState, attempts.byState]));
    if (now !== seen) movedMs = performance.now();
    seen = now;
    const jump = await tryJump(deps);
    if (jump?.kind === 'jumped') {
      jumps += 1;
      movedMs = performance.now();
    }
    waitsFor = jump === undefined ? 'the database' : jump.kind === 'refused' ? jump.reason : '';
    if (waitsFor !== '') waitedFor[waitsFor] = (waitedFor[waitsFor] ?? 0) + (performance.now() - lookedMs) / 1000;
    lookedMs = performance.now();
    if (performance.now() - movedMs > STUCK_AFTER_MS) return end(`nothing moved any more (${waitsFor})`);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Undefined while the api is away. */
async function look(api: ApiClient, campaignIds: readonly string[]): Promise<Progress[] | undefined> {
  try {
    return await Promise.all(campaignIds.map((id) => api.get<Progress>(`/campaigns/${id}/progress`)));
  } catch {
    return undefined;
  }
}

async function tryJump({ db, simulator }: RunDeps): Promise<JumpAnswer | undefined> {
  try {
    return await jumpClock({ db, simulator });
  } catch {
    // Rows were locked for longer than a claim takes: the next look tries again.
    return undefined;
  }
}

function describe(progress: readonly Progress[], waitsFor: string): string {
  const sum = (pick: (one: Progress) => number): number => progress.reduce((total, one) => total + pick(one), 0);
  const state = (name: string): number => sum(({ contacts }) => contacts.byState[name] ?? 0);
  const at = progress.at(-1)?.at;
  const clock =
    at === undefined
      ? ''
      : new Intl.DateTimeFormat('en-US', {
          timeZone: 'America/New_York',
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          hourCycle: 'h23',
        }).format(new Date(at));
  const done = sum(({ contacts }) => contacts.done);
  return (
    `  ${clock} New York | ${done}/${sum(({ contacts }) => contacts.total)} done | reached ${state('reached')}` +
    ` | waiting ${state('waiting')} | in flight ${state('in_flight')} | dials ${sum(({ attempts }) => attempts.total)}` +
    ` | spent $${(sum(({ spentMicros }) => spentMicros) / 1e6).toFixed(2)}${waitsFor === '' ? '' : ` | ${waitsFor}`}`
  );
}
