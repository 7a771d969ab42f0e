import { ChartColumn, Table } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

interface ChartFrameProps {
  title: string;
  note?: ReactNode;
  /** The same numbers: a picture is nothing to a screen reader. */
  table: ReactNode;
  /** The picture. */
  children: ReactNode;
  /** What each colour means. */
  legend?: ReactNode;
}

/** What stands around a chart: its name, what it says, and the way to its table (R11). */
export function ChartFrame({ title, note, table, children, legend }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <figure aria-label={title} className="m-0 rounded-lg border border-line bg-surface p-4">
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
      {asTable ? table : children}
      {legend}
    </figure>
  );
}
