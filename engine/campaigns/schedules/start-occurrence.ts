import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import type { TurnOutcome } from '../../../domain/turn-loop.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { cancelCampaign } from '../cancel.ts';
import { findRun } from '../find-run.ts';
import { launchCampaign } from '../launch.ts';
import { copyLists, dropCopies } from './copy-lists.ts';
import { findSchedule } from './find-schedule.ts';
import { openStart } from './open-start.ts';
import { writeStart, type StartKey } from './write-start.ts';

export type StartDeps = Pick<EngineDeps, 'db' | 'telephonyFor' | 'zones' | 'law' | 'log'>;

/** A start whose preparation stood still for longer than this, or its catch-up, is missed: nothing stale goes out. */
const LONGEST_PREPARATION_SECONDS = 3_600;
const SYSTEM = 'system';

/**
 * Carries out one start of a recurring campaign: decides it, makes the campaign, copies the lists, launches. Each part
 * is committed before the next begins and is found again by whoever comes after a crash; the launch is the last, so
 * half a list is never dialled. Safe to call at any time, and twice at once. Answers when to call again.
 */
export async function startOccurrence(
  deps: StartDeps,
  input: StartKey & { signal?: AbortSignal; batchRows?: number },
): Promise<TurnOutcome> {
  const { scheduleId, scheduledAtMs, ...options } = input;
  const key = { scheduleId, scheduledAtMs };
  try {
    const opened = await openStart(deps, key);
    if (opened.kind === 'over') return { kind: 'done' };
    if (opened.kind === 'later') return opened;
    return await prepare(deps, key, opened, options);
  } catch (error) {
    if (!(error instanceof EngineError) || error.kind === 'unavailable') throw error;
    // A schedule that nobody knows was removed with its database: there is no row to write to.
    if (error.code !== 'unknown_schedule') await writeStart(deps.db, key, { state: 'failed', reason: reasonOf(error) });
    deps.log.warn({ scheduleId, error: error.message }, 'a start of a recurring campaign failed');
    return { kind: 'done' };
  }
}

/** Its code first: what reads it may cut it there. */
const reasonOf = ({ code, message }: EngineError): string => `${code}: ${message}`;

async function prepare(
  deps: StartDeps,
  key: StartKey,
  { campaignId, reason }: { campaignId: string; reason: string | null },
  options: { signal?: AbortSignal; batchRows?: number },
): Promise<TurnOutcome> {
  const { state } = await findRun(deps.db, campaignId);
  // Launched by one that died before it could say so.
  if (state !== 'draft' && state !== 'cancelled') return await end(deps, key, { state: 'started' });
  const givenUp = endOf(reason) ?? (state === 'cancelled' ? CANCELLED : await whyNot(deps, key, campaignId));
  if (givenUp) return await giveUp(deps, key, campaignId, givenUp);
  const copied = await copyLists(deps, campaignId, options);
  // The next call finds why.
  if (copied === 'stopped' || copied === 'campaign_over') return { kind: 'more' };
  const late: End | undefined =
    copied === 'list_cancelled' ? { state: 'failed', reason: copied } : await whyNot(deps, key, campaignId);
  if (late) return await giveUp(deps, key, campaignId, late);
  await launch(deps, campaignId);
  return await end(deps, key, { state: 'started' });
}

async function launch(deps: StartDeps, campaignId: string): Promise<void> {
  try {
    await launchCampaign(deps, { campaignId, actor: SYSTEM });
  } catch (error) {
    // Somebody else was quicker with the same start.
    const { state } = await findRun(deps.db, campaignId);
    if (state === 'draft' || state === 'cancelled') throw error;
  }
}

/** How a start ends. While it is given up, its row says it as `state:reason`: who goes on after a crash ends it so. */
interface End {
  state: 'started' | 'skipped' | 'missed' | 'failed';
  reason?: string;
}

function endOf(reason: string | null): End | undefined {
  const [, state, why] = /^(skipped|missed|failed):(.*)$/s.exec(reason ?? '') ?? [];
  if (state !== 'skipped' && state !== 'missed' && state !== 'failed') return undefined;
  return { state, reason: why ?? '' };
}

const CANCELLED: End = { state: 'skipped', reason: 'campaign_cancelled' };

/** What has come between since it was decided to start. */
async function whyNot(deps: StartDeps, { scheduleId }: StartKey, campaignId: string): Promise<End | undefined> {
  const schedule = await findSchedule(deps.db, scheduleId);
  if (schedule?.state !== 'active') return { state: 'skipped', reason: `schedule_${schedule?.state ?? 'removed'}` };
  const seconds = Math.max(schedule.settings.catchUpSeconds, LONGEST_PREPARATION_SECONDS);
  const old = await firstRow(
    deps.db,
    sql`select from campaigns where id = ${campaignId} and created_at < outdial_now() - ${seconds} * interval '1 second'`,
  );
  return old ? { state: 'missed', reason: 'interrupted' } : undefined;
}

async function end(deps: StartDeps, key: StartKey, as: End): Promise<TurnOutcome> {
  await writeStart(deps.db, key, as);
  return { kind: 'done' };
}

/** Its campaign is cancelled and what was copied is taken back before the start is over: a crash in between repeats it. */
async function giveUp(deps: StartDeps, key: StartKey, campaignId: string, as: End): Promise<TurnOutcome> {
  await writeStart(deps.db, key, { state: 'starting', reason: `${as.state}:${as.reason ?? ''}` });
  await cancelCampaign(deps, { campaignId, reason: as.reason, actor: SYSTEM });
  await dropCopies(deps, campaignId);
  return await end(deps, key, as);
}
