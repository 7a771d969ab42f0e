import { ChartColumn, Table } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { ChartProps } from './chart-series.ts';
import { ChartTable } from './chart-table.tsx';
import { IconButton } from './icon-button.tsx';
import { Skeleton } from './skeleton.tsx';

const ChartCanvas = lazy(() => import('./chart-canvas.tsx').then(({ ChartCanvas: canvas }) => ({ default: canvas })));

const HEIGHT = 180;

/** A course over time, as a picture or as a table (a canvas is nothing to a screen reader). uPlot comes with the first. */
export function Chart(props: ChartProps) {
  const [asTable, setAsTable] = useState(false);
  const { title, series, times, note, height = HEIGHT } = props;
  return (
    <figure className="m-0 rounded-lg border border-line bg-surface p-4">
      <div className="mb-2 flex items-start gap-4">
        <figcaption className="min-w-0 flex-1">
          <h3 className="font-semibold">{title}</h3>
          {note !== undefined && <p className="text-sm text-subtle">{note}</p>}
        </figcaption>
        <IconButton
          size="sm"
          label={asTable ? 'Show as chart' : 'Show as table'}
          icon={asTable ? <ChartColumn size={14} /> : <Table size={14} />}
          onClick={() => setAsTable(!asTable)}
        />
      </div>
      {times.length === 0 ? (
        <p className="flex items-center justify-center text-subtle" style={{ height }}>
          Nothing in this time yet.
        </p>
      ) : asTable ? (
        <ChartTable {...props} />
      ) : (
        <Suspense fallback={<Skeleton className="h-48 w-full" />}>
          <ChartCanvas {...props} height={height} />
        </Suspense>
      )}
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        {series.map(({ label, tone }) => (
          <li key={label} data-tone={tone} className="inline-flex items-center gap-1.5 text-sm text-muted">
            <span aria-hidden className="size-2.5 rounded-sm bg-tone-solid" />
            {label}
          </li>
        ))}
      </ul>
    </figure>
  );
}
