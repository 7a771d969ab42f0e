import { Money } from '../../../components/money.tsx';
import { Stat, StatRow } from '../../../components/stat.tsx';
import { Time } from '../../../components/time.tsx';
import { plural } from '../../../format/number.ts';
import { Moment } from '../moment.tsx';
import type { AppointmentDetail } from '../shapes.ts';
import { channelWord, sayMeaning } from '../words.ts';
import { blockedBy } from './blocked-by.ts';

const TONES = { confirm: 'done', cancel: 'neutral', reschedule: 'retryable', opt_out: 'suppressed' } as const;

/** Where it stands, in four numbers. */
export function Summary({ appointment }: { appointment: AppointmentDetail }) {
  const { plan, answer, answeredAt, cost, zone } = appointment;
  const isBlocked = (key: string): boolean => blockedBy(appointment, key) !== undefined;
  const waiting = plan.flatMap(({ key, next }) => (next === null || isBlocked(key) ? [] : [next]));
  const [next] = waiting.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const sent = plan.filter(({ attemptsMade }) => attemptsMade > 0).length;
  const reached = plan.filter(({ state }) => state === 'reached').length;
  const tone = Object.entries(TONES).find(([meaning]) => meaning === answer)?.[1];
  return (
    <div className="mb-6">
      <StatRow>
        <Stat
          label="Next attempt"
          value={next === undefined ? 'None' : <Time at={next.at} as="relative" />}
          note={
            next === undefined ? (
              'nothing waits'
            ) : (
              <>
                a {channelWord(next.channel)}, too late after <Moment at={next.until} zone={zone} />
              </>
            )
          }
        />
        <Stat
          label="Gone out"
          value={`${sent} of ${plan.length}`}
          note={`${plural(reached, 'reminder')} reached the person`}
        />
        <Stat
          label="Answer"
          value={answer === null ? 'None yet' : sayMeaning(answer)}
          tone={tone}
          note={answeredAt === null ? undefined : <Moment at={answeredAt} zone={zone} relative />}
        />
        <Stat
          label="Cost so far"
          value={<Money micros={cost.spentMicros} currency={cost.currency} />}
          note={costNote(appointment)}
        />
      </StatRow>
    </div>
  );
}

function costNote({ cost: { presumedMicros, sharedMicros, currency } }: AppointmentDetail) {
  if (presumedMicros > 0) {
    return (
      <>
        of it presumed <Money micros={presumedMicros} currency={currency} />
      </>
    );
  }
  if (sharedMicros === 0) return 'as the provider said';
  return (
    <>
      of it shared <Money micros={sharedMicros} currency={currency} />
    </>
  );
}
