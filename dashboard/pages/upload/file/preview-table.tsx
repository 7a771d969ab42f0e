import { clsx } from 'clsx';
import type { Inspection } from '../queries.ts';

const SHOWN_COLUMNS = 60;

/** The first rows as they are read, with the row numbers of the file. */
export function PreviewTable({ inspection, dimmed }: { inspection: Inspection; dimmed: boolean }) {
  const { layout, rows } = inspection;
  const header = layout.header.slice(0, SHOWN_COLUMNS);
  const hidden = layout.header.length - header.length;
  if (rows.length === 0) {
    return (
      <p className="rounded-lg border border-dashed border-line-strong bg-surface px-6 py-10 text-center text-muted">
        There is no row below the header. If the first row is a person already, say so under “Header”.
      </p>
    );
  }
  return (
    <section aria-label="First rows" className={clsx('transition-opacity', dimmed && 'opacity-50')}>
      <div
        tabIndex={0}
        role="region"
        aria-label="First rows of the file"
        className="max-h-[32rem] overflow-auto rounded-lg border border-line bg-surface"
      >
        <table className="min-w-full text-sm">
          <thead className="sticky top-0 bg-surface text-left">
            <tr>
              <th
                scope="col"
                className="w-14 border-b border-line px-3 py-2 text-right text-xs font-medium text-subtle"
              >
                Row
              </th>
              {header.map((name, at) => (
                <th
                  key={at}
                  scope="col"
                  className="max-w-64 truncate border-b border-line px-3 py-2 text-xs font-medium text-subtle"
                  title={name}
                >
                  {name === '' ? <i>no name</i> : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ rowNumber, cells }) => (
              <tr key={rowNumber} className="not-last:[&>*]:border-b not-last:[&>*]:border-line hover:bg-hover">
                <th scope="row" className="px-3 py-1.5 text-right font-normal text-subtle">
                  {rowNumber}
                </th>
                {header.map((_, at) => (
                  <td
                    key={at}
                    className="max-w-64 truncate px-3 py-1.5 font-mono text-xs whitespace-pre"
                    title={cells[at]}
                  >
                    {cells[at] === undefined ? <span className="text-subtle">missing</span> : cells[at]}
                  </td>
                ))}
                {cells.length > header.length && hidden === 0 && (
                  <td className="px-3 py-1.5 text-xs text-subtle">and {cells.length - header.length} more cells</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-1.5 text-xs text-subtle">
        {rows.length === 1 ? 'The first row' : `The first ${rows.length} rows`}
        {layout.hasHeader ? ' below the header' : ''}; row numbers are those that a spreadsheet shows.
        {hidden > 0 && ` ${hidden} more columns are not shown here.`}
      </p>
    </section>
  );
}
