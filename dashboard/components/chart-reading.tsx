import { clsx } from 'clsx';
import { count } from '../format/number.ts';
import { clock, day } from '../format/time.ts';
import { stretchOf, type ChartProps } from './chart-series.ts';

const DAY_MS = 86_400_000;

/** What the chart says where the pointer is, on the side that is free of it. */
export function ChartReading({ times, series, as = 'stack', format = count, at }: ChartProps & { at: number }) {
  const atMs = times[at];
  if (atMs === undefined) return null;
  // Nothing ended of most kinds at most times; a line has a value all the time.
  const told = series.filter(({ values }) =>
    as === 'stack' ? (values[at] ?? 0) !== 0 : typeof values[at] === 'number',
  );
  const isLong = (times.at(-1) ?? 0) - (times[0] ?? 0) > 2 * DAY_MS;
  const until = as === 'stack' && stretchOf(times) > 0 ? ` – ${minute(atMs + stretchOf(times))}` : '';
  return (
    <div
      role="tooltip"
      className={clsx(
        'pointer-events-none absolute top-1 z-10 rounded-md border border-line bg-raised px-2 py-1.5 text-xs shadow-2',
        at * 2 < times.length ? 'right-1' : 'left-14',
      )}
    >
      <p className="font-medium">
        {isLong && `${day(atMs).replace(/ \d{4}$/, '')}, `}
        {minute(atMs)}
        {until}
      </p>
      {told.length === 0 && <p className="text-subtle">nothing</p>}
      {told.map(({ label, values, tone }) => (
        <p key={label} data-tone={tone} className="flex items-center gap-1.5">
          <span aria-hidden className="size-2 rounded-sm bg-tone-solid" />
          <span className="text-muted">{label}</span>
          <span className="ml-auto pl-3 font-medium">{format(values[at] ?? 0)}</span>
        </p>
      ))}
    </div>
  );
}

const minute = (ms: number): string => clock(ms).slice(0, 5);
