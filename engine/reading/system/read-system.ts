import type { EngineDeps } from '../../deps.ts';
import { countStuck } from '../../failures/stuck/count-stuck.ts';
import { rulesAreCurrent } from '../../planning/adopt-rules.ts';
import { judgeSystem } from './judge-system.ts';
import { readAccounts } from './read-accounts.ts';
import { readFlow, readRates } from './read-flow.ts';
import { readInstallation, readWorkers } from './read-processes.ts';
import type { SystemHealth } from './system-health.ts';

/**
 * How the installation stands. The api asks nobody but Postgres: what workers saw of Temporal and Redis is the truth,
 * since they are the ones that need them. `pendingMigrations` are those that the database lacks.
 */
export async function readSystem(
  deps: Pick<EngineDeps, 'readDb' | 'law' | 'zones'>,
  { pendingMigrations }: { pendingMigrations: number },
): Promise<SystemHealth> {
  const [installation, workers, accounts, flow, rates, stuck, areCurrent] = await Promise.all([
    readInstallation(deps),
    readWorkers(deps),
    readAccounts(deps),
    readFlow(deps),
    readRates(deps),
    countStuck(deps.readDb, {}),
    rulesAreCurrent(deps.readDb, deps),
  ]);
  const { quarantined, ...rest } = flow;
  return judgeSystem({
    ...installation,
    ...rest,
    ...rates,
    workers,
    accounts,
    callbacks: { ...callbacksOf(accounts, installation.at), waiting: flow.fold.waiting, quarantined },
    stuck: stuck.count,
    oldestStuckAt: stuck.oldestAt,
    pendingMigrations,
    rulesAreCurrent: areCurrent,
  });
}

/** The lag is that of accounts which have fallen silent: what the others say is taken as it comes. */
function callbacksOf(
  accounts: Awaited<ReturnType<typeof readAccounts>>,
  at: string,
): { lastAt: string | null; lagSeconds: number } {
  const last =
    accounts
      .flatMap(({ lastCallbackAt }) => lastCallbackAt ?? [])
      .toSorted()
      .at(-1) ?? null;
  const lags = accounts
    .filter(({ callbacks, lastCallbackAt }) => callbacks === 'silent' && lastCallbackAt !== null)
    .map(({ lastCallbackAt }) => Date.parse(at) - Date.parse(lastCallbackAt ?? at));
  return { lastAt: last, lagSeconds: Math.round(Math.max(0, ...lags) / 1_000) };
}
