import { count, plural } from '../../../format/number.ts';
import { day, hourMinute, localZone } from '../../../format/time.ts';
import type { Forecast } from '../queries.ts';
import { byDay } from './by-day.ts';

const HEIGHT = 56;

/** A week of hours, each with the calls that are to be expected in it; days are those of this browser. */
export function WeekStrip({ forecast }: { forecast: Forecast }) {
  const top = Math.max(1, ...forecast.hours.map(({ calls }) => calls));
  const days = byDay(forecast.hours, localZone());
  return (
    <div role="group" aria-label={`Calls by hour for a week, in your time (${localZone()})`}>
      <ol className="flex">
        {days.map(({ weekday, day: date, hours, past, calls }) => (
          <li
            key={hours[0]?.at}
            className="min-w-0 border-l border-line first:border-l-0"
            style={{ flexGrow: hours.length + past, flexBasis: 0 }}
          >
            <div aria-hidden className="flex items-end px-px" style={{ height: HEIGHT }}>
              {past > 0 && <span style={{ flexGrow: past, flexBasis: 0 }} />}
              {hours.map(({ at, calls: made }) => {
                const atMs = Date.parse(at);
                return (
                  <span
                    key={at}
                    data-tone={made === 0 ? 'neutral' : 'live'}
                    title={`${day(atMs)}, ${hourMinute(atMs)}: about ${plural(made, 'call')}`}
                    className="flex h-full flex-1 items-end px-[0.5px] hover:bg-hover"
                  >
                    <span
                      className={made === 0 ? 'block w-full bg-line' : 'block w-full rounded-t-[1px] bg-tone-solid'}
                      style={{ height: made === 0 ? 1 : Math.max(3, (made / top) * HEIGHT) }}
                    />
                  </span>
                );
              })}
            </div>
            <p className="truncate border-t border-line px-1 pt-1 text-xs text-subtle">
              {weekday} <span className="max-sm:hidden">{date}</span>
              <span className={`block ${calls === 0 ? '' : 'font-medium text-fg'}`}>
                {calls === 0 ? '–' : count(calls)}
              </span>
            </p>
          </li>
        ))}
      </ol>
      <p className="sr-only">At most {count(top)} in an hour.</p>
    </div>
  );
}
