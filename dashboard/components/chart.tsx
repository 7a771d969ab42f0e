import { ChartFrame } from './chart-frame.tsx';
import type { ChartProps } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { lazily } from './lazily.ts';
import { PartBoundary } from './part-boundary.tsx';
import { Skeleton } from './skeleton.tsx';

const ChartCanvas = lazily(() => import('./chart-canvas.tsx').then(({ ChartCanvas: canvas }) => canvas));

const HEIGHT = 180;

/** A course over time, as a picture or as a table. uPlot comes with the first. */
export function Chart(props: ChartProps) {
  const { title, series, times, note, height = HEIGHT } = props;
  const nothing = (
    <p className="flex items-center justify-center text-subtle" style={{ height }}>
      Nothing in this time yet.
    </p>
  );
  return (
    <ChartFrame
      title={title}
      note={note}
      table={times.length === 0 ? nothing : <ChartTable {...props} />}
      legend={
        <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
          {series.map(({ label, tone }) => (
            <li key={label} data-tone={tone} className="inline-flex items-center gap-1.5 text-sm text-muted">
              <span aria-hidden className="size-2.5 rounded-sm bg-tone-solid" />
              {label}
            </li>
          ))}
        </ul>
      }
    >
      {times.length === 0 ? (
        nothing
      ) : (
        <PartBoundary fallback={<Skeleton className="h-48 w-full" />}>
          <ChartCanvas {...props} height={height} />
        </PartBoundary>
      )}
    </ChartFrame>
  );
}
