import { ChartFrame } from '../../components/chart-frame.tsx';
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
    <ChartFrame
      title="Answer rate by hour"
      note={
        ended === 0
          ? 'Of calls that ended.'
          : `${share(answered, ended)} of ${count(ended)} calls were answered${best === undefined || answered === 0 ? '' : `, most at ${hourWords(best.hour)}`}. Clock of ${charts.zone}.`
      }
      table={<HourTable hours={charts.answerRateByHour} />}
    >
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
    </ChartFrame>
  );
}

/** Hours in which something ended; of the others there is nothing to say. */
function HourTable({ hours }: { hours: Charts['answerRateByHour'] }) {
  return (
    <div className="max-h-56 overflow-auto" tabIndex={0} role="region" aria-label="Answer rate by hour, as a table">
      <table className="w-full text-sm">
        <caption className="sr-only">Answer rate by hour</caption>
        <thead className="sticky top-0 bg-surface text-left text-xs text-subtle">
          <tr>
            <th className="py-1 pr-4 font-medium">Hour</th>
            {['Ended', 'Answered', 'Rate'].map((name) => (
              <th key={name} className="py-1 pl-4 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours
            .filter(({ ended }) => ended > 0)
            .map(({ hour, ended, answered }) => (
              <tr key={hour} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 text-left font-normal">
                  {hourWords(hour)}
                </th>
                <td className="py-1 pl-4 text-right">{count(ended)}</td>
                <td className="py-1 pl-4 text-right">{count(answered)}</td>
                <td className="py-1 pl-4 text-right">{share(answered, ended)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
