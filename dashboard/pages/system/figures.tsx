import type { SystemHealth } from '../../api/system.ts';
import { Stat, StatRow } from '../../components/stat.tsx';
import { Time } from '../../components/time.tsx';
import { count, rate } from '../../format/number.ts';
import { duration } from '../../format/time.ts';

/** How fast things move, and what lags. */
export const Figures = ({ health }: { health: SystemHealth }) => (
  <StatRow>
    <Stat label="Under way" value={count(health.inFlight)} note="calls and texts" />
    <Stat label="Answered" value={rate(health.answeredPerMinute)} note="a minute" />
    <Stat label="Failed" value={rate(health.failuresPerMinute)} note="a minute" />
    <Stat
      label="First in the queue"
      value={health.queueAgeSeconds === 0 ? 'on time' : `${duration(health.queueAgeSeconds * 1_000)} late`}
      note="against its planned time"
      tone={health.queueAgeSeconds > 60 ? 'warning' : undefined}
    />
    <Stat
      label="Results to take in"
      value={count(health.fold.waiting)}
      note={health.fold.waiting === 0 ? 'none waits' : `the oldest for ${duration(health.fold.oldestSeconds * 1_000)}`}
      tone={health.fold.oldestSeconds > 30 ? 'warning' : undefined}
    />
    <Stat
      label="Stuck calls"
      value={count(health.stuck)}
      note={
        health.oldestStuckAt === null ? (
          'none'
        ) : (
          <>
            since <Time at={health.oldestStuckAt} />
          </>
        )
      }
      tone={health.stuck > 0 ? 'warning' : undefined}
    />
  </StatRow>
);
