import { useEffect, useEffectEvent, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useIsDark } from '../app/theme.ts';
import { count } from '../format/number.ts';
import { clock, day } from '../format/time.ts';
import { stacked, type ChartProps } from './chart-series.ts';

const BAR_SHARE = 0.8;
const MAX_BAR_PX = 40;

/** The picture of a chart, by uPlot; it is drawn anew when its shape or the theme changes, else only given new data. */
export function ChartCanvas(props: ChartProps & { height: number }) {
  const { title, times, series, as = 'stack', height, syncKey, format = count } = props;
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const isDark = useIsDark();
  const layers = as === 'stack' ? stacked(series) : series.map((one) => ({ series: one, sums: one.values }));
  const data: uPlot.AlignedData = [times.map((ms) => ms / 1_000), ...layers.map(({ sums }) => [...sums])];
  const shape = `${as} ${height} ${syncKey} ${isDark} ${layers.map(({ series: one }) => one.label + one.tone).join()}`;
  const brush = useEffectEvent((fromMs: number, toMs: number) => props.onBrush?.(fromMs, toMs));
  const words = useEffectEvent(format);
  const draw = useEffectEvent((node: HTMLElement) => {
    const colours = getComputedStyle(document.documentElement);
    const colour = (name: string): string => colours.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--fg-subtle'),
      font: '11px system-ui',
      grid: { stroke: colour('--line'), width: 1 },
    };
    const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, MAX_BAR_PX] });
    const options: uPlot.Options = {
      width: node.clientWidth,
      height,
      legend: { show: false },
      cursor: {
        points: { show: as !== 'stack' },
        drag: { x: props.onBrush !== undefined, y: false, setScale: false },
        ...(syncKey === undefined ? {} : { sync: { key: syncKey } }),
      },
      scales: { y: { range: (_, __, top) => [0, Math.max(1, top * 1.05)] } },
      axes: [
        { ...axis, ticks: { show: false }, size: 28, values: (_, ticks) => ticks.map((second) => tick(second, ticks)) },
        { ...axis, ticks: { show: false }, size: 52, values: (_, ticks) => ticks.map((value) => words(value)) },
      ],
      series: [
        {},
        ...layers.map(({ series: { label, tone } }): uPlot.Series => {
          const paint = colour(`--${PAINT[tone] ?? tone}-solid`);
          if (as === 'stack')
            return {
              label,
              fill: paint,
              stroke: paint,
              width: 0,
              points: { show: false },
              ...(bars ? { paths: bars } : {}),
            };
          return {
            label,
            stroke: paint,
            width: 2,
            points: { show: false },
            ...(as === 'area' ? { fill: `${paint}26` } : {}),
          };
        }),
      ],
      hooks: {
        setCursor: [({ cursor }) => setAt(cursor.idx ?? null)],
        setSelect: [
          (self) => {
            if (self.select.width < 4) return;
            const from = self.posToVal(self.select.left, 'x');
            const to = self.posToVal(self.select.left + self.select.width, 'x');
            brush(from * 1_000, to * 1_000);
          },
        ],
      },
    };
    return new uPlot(options, data, node);
  });
  useEffect(() => {
    const node = holder.current;
    if (node === null) return undefined;
    const drawn = draw(node);
    plot.current = drawn;
    const resized = new ResizeObserver(() => drawn.setSize({ width: node.clientWidth, height }));
    resized.observe(node);
    return () => {
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [shape, height]);
  useEffect(() => plot.current?.setData(data));
  const atMs = at === null ? undefined : times[at];
  return (
    <div className="relative">
      <div
        ref={holder}
        role="img"
        aria-label={`${title}: chart. The button above shows it as a table.`}
        style={{ height }}
      />
      {at !== null && atMs !== undefined && (
        <p className="pointer-events-none absolute -top-6 right-9 flex gap-3 rounded-sm bg-surface text-xs text-muted">
          <span>{clock(atMs).slice(0, 5)}</span>
          {series.map(({ label, values, tone }) => (
            <span key={label} data-tone={tone} className="text-tone-fg">
              {label} {words(values[at] ?? 0)}
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

const PAINT: Readonly<Record<string, string>> = {
  success: 'done',
  info: 'live',
  warning: 'retryable',
  danger: 'final',
};

/** The date where the day is what differs. */
function tick(second: number, ticks: readonly number[]): string {
  const [first = second, last = second] = [ticks[0], ticks.at(-1)];
  return last - first > 2 * 86_400 ? day(second * 1_000).replace(/ \d{4}$/, '') : clock(second * 1_000).slice(0, 5);
}
