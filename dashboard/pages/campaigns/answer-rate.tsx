import { Tooltip } from '../../components/tooltip.tsx';
import { count, share } from '../../format/number.ts';
import type { Charts } from './queries.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const hourWords = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/** How many calls are answered, by the hour of the day: when it is worth to call. */
export function AnswerRate({ charts }: { charts: Charts }) {
  const byHour = new Map(charts.answerRateByHour.map((one) => [one.hour, one]));
  const ended = charts.answerRateByHour.reduce((sum, one) => sum + one.ended, 0);
  const answered = charts.answerRateByHour.reduce((sum, one) => sum + one.answered, 0);
  const top = Math.max(0.01, ...charts.answerRateByHour.map(({ rate }) => rate ?? 0));
  const best = charts.answerRateByHour.toSorted((a, b) => (b.rate ?? 0) - (a.rate ?? 0))[0];
  return (
    <section aria-label="Answer rate by hour" className="rounded-lg border border-line bg-surface p-4">
      <h3 className="font-semibold">Answer rate by hour</h3>
      <p className="mb-3 text-sm text-subtle">
        {ended === 0
          ? 'Of calls that ended.'
          : `${share(answered, ended)} of ${count(ended)} calls were answered${best === undefined || answered === 0 ? '' : `, most at ${hourWords(best.hour)}`}. Clock of ${charts.zone}.`}
      </p>
      <ol className="flex h-36 items-end gap-px">
        {HOURS.map((hour) => {
          const found = byHour.get(hour);
          const rate = found?.rate ?? 0;
          const words =
            found === undefined || found.ended === 0
              ? `${hourWords(hour)}: no calls`
              : `${hourWords(hour)}: ${share(found.answered, found.ended)}, ${count(found.answered)} of ${count(found.ended)}`;
          return (
            <Tooltip key={hour} words={words}>
              <li aria-label={words} data-tone="done" className="flex h-full min-w-0 flex-1 flex-col justify-end gap-1">
                <span
                  aria-hidden
                  className={
                    found === undefined || found.ended === 0
                      ? 'h-0.5 rounded-sm bg-line'
                      : 'min-h-0.5 rounded-t-sm bg-tone-solid'
                  }
                  style={found === undefined || found.ended === 0 ? {} : { height: `${(rate / top) * 82}%` }}
                />
                <span aria-hidden className={`text-center text-xs text-subtle ${hour % 4 === 0 ? '' : 'invisible'}`}>
                  {String(hour).padStart(2, '0')}
                </span>
              </li>
            </Tooltip>
          );
        })}
      </ol>
    </section>
  );
}
