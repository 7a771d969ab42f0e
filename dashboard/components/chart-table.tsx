import { count } from '../format/number.ts';
import { absolute, short } from '../format/time.ts';
import { serverNowMs } from '../app/use-now.ts';
import type { ChartProps } from './chart-series.ts';

/** The numbers of a chart, the latest first. */
export function ChartTable({ title, times, series, format = count, height = 180 }: ChartProps) {
  const nowMs = serverNowMs();
  return (
    <div className="overflow-auto" style={{ maxHeight: height + 40 }} tabIndex={0} role="region" aria-label={title}>
      <table className="w-full text-sm">
        <caption className="sr-only">{title}</caption>
        <thead className="sticky top-0 bg-surface text-left text-xs text-subtle">
          <tr>
            <th className="py-1 pr-4 font-medium">Time</th>
            {series.map(({ label }) => (
              <th key={label} className="py-1 pl-4 text-right font-medium">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times
            .map((atMs, at) => (
              <tr key={atMs} className="border-t border-line">
                <th scope="row" title={absolute(atMs)} className="py-1 pr-4 text-left font-normal whitespace-nowrap">
                  {short(atMs, nowMs)}
                </th>
                {series.map(({ label, values }) => {
                  const value = values[at];
                  return (
                    <td key={label} className="py-1 pl-4 text-right">
                      {value === null || value === undefined ? '–' : format(value)}
                    </td>
                  );
                })}
              </tr>
            ))
            .toReversed()}
        </tbody>
      </table>
    </div>
  );
}
