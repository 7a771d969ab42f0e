import { Money } from '../../components/money.tsx';
import { Stat, StatRow } from '../../components/stat.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { count, rate, share } from '../../format/number.ts';
import { duration } from '../../format/time.ts';
import { etaMs } from './eta.ts';
import { leftOf } from './left-of.ts';
import type { Retry } from './queries.ts';

const SECONDS = 60;

/** Pace, time and money, each against what was planned. */
export function RetryFigures({ retry }: { retry: Retry }) {
  const { plan, members, options, sendsPerSecond, spentMicros, state } = retry;
  const left = etaMs(retry);
  const isOver = state === 'completed' || state === 'aborted';
  return (
    <StatRow>
      <Stat
        label="Dialled"
        value={count(members.done + members.inFlight)}
        note={`of ${count(plan.willDial)} planned`}
      />
      <Stat
        label="Left"
        value={count(leftOf(retry))}
        note={members.inFlight > 0 ? `and ${count(members.inFlight)} in progress` : 'none in progress'}
      />
      <Stat
        label="Pace now"
        value={`${rate(sendsPerSecond * SECONDS)} / min`}
        note={
          options.pacePerSecond === undefined
            ? 'limit: the campaign'
            : `limit: ${rate(options.pacePerSecond * SECONDS)} / min`
        }
      />
      <Stat
        label={isOver ? 'Took' : 'Time left'}
        value={isOver ? took(retry) : left === null ? '–' : `about ${duration(left)}`}
        note={`planned: about ${duration(plan.durationSeconds * 1_000)}`}
      />
      <Stat
        label="Spent"
        value={<Money micros={spentMicros} currency={plan.currency} />}
        note={`${share(spentMicros, plan.costAtMostMicros)} of at most ${money(plan.costAtMostMicros, plan.currency)}`}
      />
      {plan.outsideHours > 0 && !isOver && (
        <Stat
          label="Next hours open"
          value={<Time at={plan.nextWindowAt} />}
          note={`${count(plan.outsideHours)} waited for hours when planned`}
        />
      )}
    </StatRow>
  );
}

const took = ({ startedAt, endedAt }: Retry): string =>
  startedAt === null || endedAt === null ? '–' : duration(Date.parse(endedAt) - Date.parse(startedAt));
