import { sql } from 'drizzle-orm';
import { inTransaction, sqlState } from '../../../db/transaction.ts';
import { spreadCalls, type CallableGroup } from '../../../domain/forecast/spread-calls.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import { findRun, unknownCampaign } from '../../campaigns/find-run.ts';
import type { EngineDeps } from '../../deps.ts';
import { loadRun } from '../../dialing/run-context.ts';
import { EngineError } from '../../error.ts';
import { readNowMs } from '../../read-now.ts';
import { planGroup, someLawAsksConsent } from '../dry-run/dry-run.ts';
import { readDryGroups } from '../dry-run/read-groups.ts';
import { openOf } from './open-of.ts';
import { ASSUMED_CALL_SECONDS, narrowest, readRates, type Narrowest } from './rates.ts';

export interface Forecast {
  campaignId: string;
  /** The moment that it is asked for, and from when calls are counted: its start, where that is later. */
  at: string;
  startsAt: string;
  /** Of its lists, those too that are checked and not committed yet. */
  contacts: number;
  willDial: number;
  /** Of them: at once, and later, because it is outside of their hours. */
  now: number;
  later: number;
  never: { state: ContactState; reason: string; contacts: number }[];
  /** By the zones that the number to dial may be in; most contacts first. */
  zones: { zones: string[]; contacts: number }[];
  /** First calls (or texts) by hour, for a week. */
  hours: { at: string; calls: number }[];
  /** When everybody has been tried once; null = not within the week. */
  finishAt: string | null;
  /** Not tried within the week. */
  left: number;
  limit: Narrowest | null;
  assumedCallSeconds: number;
  /** Everybody once, and everybody as often as allowed, each at its dearest. */
  oneRoundMicros: number;
  mostMicros: number;
}

const HOUR_MS = 3_600_000;
const SLICES_PER_HOUR = 4;
const HOURS = 168;
/** Longer than that, and whoever waits for the answer is gone. */
const LONGEST_MS = 15_000;
const QUERY_CANCELED = '57014';

/**
 * When the first call to each contact of a campaign is to be expected in the week from its start, by the planner's own
 * hours, law and consents, at the narrowest of its rates. Lists count from their check on, so that it can be asked
 * before anything is committed. Writes nothing. Throws EngineError `unknown_campaign`, `forecast_too_long`.
 */
export async function forecast(
  deps: Pick<EngineDeps, 'db' | 'readDb' | 'telephonyFor' | 'zones' | 'law'>,
  { campaignId }: { campaignId: string },
): Promise<Forecast> {
  const { runId } = await findRun(deps.readDb, campaignId);
  const run = await loadRun(deps, runId);
  if (!run) throw unknownCampaign(campaignId);
  try {
    return await inTransaction(deps.readDb, async (tx) => {
      await tx.execute(sql`set local statement_timeout = ${sql.raw(String(LONGEST_MS))}`);
      await tx.execute(sql`set local work_mem = '128MB'`);
      const atMs = await readNowMs(tx);
      const startMs = Math.max(atMs, run.settings.startsAtMs ?? 0);
      const fromMs = Math.floor(startMs / HOUR_MS) * HOUR_MS;
      const untilMs = fromMs + HOURS * HOUR_MS;
      const withConsent = await someLawAsksConsent(tx, deps, run, atMs);
      const groups = await readDryGroups(tx, { campaignId, atMs, withConsent, withChecked: true });
      const limit = narrowest(run, await readRates(tx, run));
      const sums = { contacts: 0, now: 0, later: 0, oneRoundMicros: 0, mostMicros: 0 };
      const never = new Map<string, Forecast['never'][number]>();
      const zones = new Map<string, number>();
      const callable: CallableGroup[] = [];
      for (const group of groups) {
        const { contacts } = group;
        sums.contacts += contacts;
        const plan = planGroup(deps, run, group, startMs);
        if (plan === null || plan.kind === 'end') {
          const end = plan ?? { state: group.state, reason: group.reason ?? group.state };
          const key = `${end.state}|${end.reason}`;
          const known = never.get(key)?.contacts ?? 0;
          never.set(key, { state: end.state, reason: end.reason, contacts: known + contacts });
          continue;
        }
        sums[plan.dueAtMs <= startMs ? 'now' : 'later'] += contacts;
        const holds = run.steps.slice(plan.step).map((step) => step.holdMicros);
        sums.oneRoundMicros += contacts * (holds[0] ?? 0);
        sums.mostMicros += contacts * holds.reduce((sum, hold) => sum + hold, 0) * run.settings.maxAttempts;
        const zoneKey = plan.number.zones.join(',');
        zones.set(zoneKey, (zones.get(zoneKey) ?? 0) + contacts);
        callable.push({ contacts, stretches: openOf(deps, run, plan, untilMs) });
      }
      const spread = spreadCalls({
        groups: callable,
        callsPerSecond: limit?.perSecond ?? Infinity,
        fromMs,
        sliceMs: HOUR_MS / SLICES_PER_HOUR,
        slices: HOURS * SLICES_PER_HOUR,
      });
      return {
        campaignId,
        at: iso(atMs),
        startsAt: iso(startMs),
        ...sums,
        willDial: sums.now + sums.later,
        never: [...never.values()].sort((a, b) => b.contacts - a.contacts),
        zones: [...zones]
          .map(([key, contacts]) => ({ zones: key.split(','), contacts }))
          .sort((a, b) => b.contacts - a.contacts),
        hours: byHour(spread.calls, fromMs),
        finishAt: spread.finishMs === null ? null : iso(Math.max(spread.finishMs, startMs)),
        left: Math.round(spread.left),
        limit,
        assumedCallSeconds: ASSUMED_CALL_SECONDS,
      };
    });
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error;
    throw new EngineError('unavailable', 'forecast_too_long', 'The contacts could not be counted in time.', {
      repair: 'Try again in a moment. The launch does not depend on it.',
    });
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Rounded so that the sum of the hours stays the number of calls. */
function byHour(calls: readonly number[], fromMs: number): Forecast['hours'] {
  let made = 0;
  let told = 0;
  return Array.from({ length: HOURS }, (_, hour) => {
    const slices = calls.slice(hour * SLICES_PER_HOUR, (hour + 1) * SLICES_PER_HOUR);
    made += slices.reduce((sum, value) => sum + value, 0);
    const shown = Math.round(made) - told;
    told += shown;
    return { at: iso(fromMs + hour * HOUR_MS), calls: shown };
  });
}
