import type { ReactNode } from 'react';
import type { SystemHealth } from '../../api/system.ts';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { count, plural } from '../../format/number.ts';
import { duration } from '../../format/time.ts';

interface Part {
  name: string;
  state: 'ok' | 'degraded' | 'down';
  words: ReactNode;
}

/** Each thing that Outdial stands on. */
export function Parts({ health }: { health: SystemHealth }) {
  return (
    <section>
      <h2 className="mb-3 text-lg font-semibold">Parts</h2>
      <ul aria-label="Parts" className="divide-y divide-line rounded-lg border border-line bg-surface">
        {partsOf(health).map(({ name, state, words }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
            <span className="w-32 shrink-0 font-medium">{name}</span>
            <span className="w-28 shrink-0">
              <StatusPill kind="health" state={state} />
            </span>
            <span className="min-w-0 flex-[1_1_14rem] text-muted">{words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function partsOf({ workers, temporal, redis, callbacks, fold, pendingMigrations }: SystemHealth): Part[] {
  const alive = workers.filter(({ state }) => state === 'alive').length;
  const { lastAt, lagSeconds, quarantined } = callbacks;
  return [
    { name: 'API', state: 'ok', words: 'Answers this page.' },
    {
      name: 'Database',
      state: pendingMigrations === 0 ? 'ok' : 'degraded',
      words:
        pendingMigrations === 0
          ? 'Up to date with this version.'
          : `${plural(pendingMigrations, 'migration')} missing: run outdial up.`,
    },
    {
      name: 'Workers',
      state: alive === 0 ? 'down' : alive === workers.length ? 'ok' : 'degraded',
      words:
        workers.length === 0 ? 'None has been heard of.' : `${count(alive)} of ${count(workers.length)} ready to dial.`,
    },
    { name: 'Temporal', state: temporal.ok ? 'ok' : 'down', words: temporal.words },
    { name: 'Redis', state: redis.ok ? 'ok' : 'down', words: redis.words },
    {
      name: 'Callbacks',
      state: lagSeconds > 0 || quarantined > 0 ? 'degraded' : 'ok',
      words: (
        <>
          {lastAt === null ? (
            'None has come yet.'
          ) : (
            <>
              The last one came <Time at={lastAt} as="both" />.
            </>
          )}
          {lagSeconds > 0 && ` Results lag by ${duration(lagSeconds * 1_000)}.`}
          {quarantined > 0 && ` ${plural(quarantined, 'one')} not understood and set aside: outdial doctor names them.`}
        </>
      ),
    },
    {
      name: 'Taking in results',
      state: fold.oldestSeconds > 30 ? 'degraded' : 'ok',
      words:
        fold.waiting === 0
          ? 'Nothing waits.'
          : `${count(fold.waiting)} wait, the oldest for ${duration(fold.oldestSeconds * 1_000)}.`,
    },
  ];
}
