import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart-canvas.css';
import { useIsDark } from '../app/theme.ts';
import { count } from '../format/number.ts';
import { clock, day } from '../format/time.ts';
import { ChartReading } from './chart-reading.tsx';
import { stacked, stretchOf, type ChartProps } from './chart-series.ts';

const BAR_SHARE = 0.8;
const MAX_BAR_PX = 40;
/** Shorter than that was a click. */
const SHORTEST_DRAG_PX = 4;

/** The picture of a chart, by uPlot; it is drawn anew when its shape or the theme changes, else only given new data. */
export function ChartCanvas(props: ChartProps & { height: number }) {
  const { title, times, series, as = 'stack', height, syncKey, marked, format = count } = props;
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const isDark = useIsDark();
  const layers = useMemo(
    () => (as === 'stack' ? stacked(series) : series.map((one) => ({ series: one, sums: one.values }))),
    [as, series],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [times.map((ms) => ms / 1_000), ...layers.map(({ sums }) => [...sums])],
    [times, layers],
  );
  const shape = `${as} ${height} ${syncKey} ${isDark} ${layers.map(({ series: one }) => one.label + one.tone).join()}`;
  // An effect event may not be called while rendering: what is drawn on the canvas asks these, the page asks `format`.
  const brush = useEffectEvent((fromMs: number, toMs: number) => props.onBrush?.(fromMs, toMs));
  const words = useEffectEvent((value: number) => format(value));
  const mark = useEffectEvent((drawn: uPlot) => {
    const none = { left: 0, top: 0, width: 0, height: 0 };
    if (marked === undefined) return drawn.setSelect(none, false);
    const edge = (ms: number): number => Math.min(Math.max(drawn.valToPos(ms / 1_000, 'x'), 0), drawn.over.clientWidth);
    const [left, right] = [edge(marked.fromMs), edge(marked.toMs)];
    drawn.setSelect({ left, top: 0, width: right - left, height: drawn.over.clientHeight }, false);
  });
  const draw = useEffectEvent((node: HTMLElement) => {
    const colours = getComputedStyle(document.documentElement);
    const colour = (name: string): string => colours.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--fg-subtle'),
      font: '11px system-ui',
      grid: { stroke: colour('--line'), width: 1 },
    };
    // A bar stands on its stretch, which begins at its time: so the last one needs room behind it.
    const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, MAX_BAR_PX], align: 1 });
    const room = (seconds: ArrayLike<number>): number => (as === 'stack' ? stretchOf(seconds) : 0);
    const options: uPlot.Options = {
      width: node.clientWidth,
      height,
      legend: { show: false },
      cursor: {
        points: { show: as !== 'stack' },
        // The stretch that the pointer is in, not the one that begins nearest to it.
        dataIdx: (self, _, nearest, second) =>
          as === 'stack' && nearest > 0 && (self.data[0][nearest] ?? 0) > second ? nearest - 1 : nearest,
        drag: { x: props.onBrush !== undefined, y: false, setScale: false },
        // Only the cross-hair is shared: a stretch is marked in one chart, and told to all of them by the page.
        ...(syncKey === undefined ? {} : { sync: { key: syncKey, filters: { pub: isLook, sub: isLook } } }),
      },
      scales: {
        x: { range: (self, from, to) => [from, to + room(self.data[0])] },
        y: { range: (_, __, top) => [0, Math.max(1, top * 1.05)] },
      },
      axes: [
        { ...axis, ticks: { show: false }, size: 28, values: (_, ticks) => ticks.map((second) => tick(second, ticks)) },
        { ...axis, ticks: { show: false }, size: 52, values: (_, ticks) => ticks.map((value) => words(value)) },
      ],
      series: [
        {},
        ...layers.map(({ series: { label, tone, isPoint } }): uPlot.Series => {
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
            points: isPoint === true ? { show: true, size: 9, fill: paint } : { show: false },
            ...(as === 'area' ? { fill: `${paint}26` } : {}),
          };
        }),
      ],
      hooks: {
        setCursor: [({ cursor }) => setAt(cursor.idxs?.[1] ?? null)],
        draw: [mark],
        setSelect: [
          (self) => {
            if (self.select.width < SHORTEST_DRAG_PX) return;
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
  useEffect(() => plot.current?.setData(data), [data]);
  const [fromMs, toMs] = [marked?.fromMs, marked?.toMs];
  useEffect(() => {
    if (plot.current !== null) mark(plot.current);
  }, [fromMs, toMs]);
  return (
    <div className="relative">
      <div
        ref={holder}
        role="img"
        aria-label={`${title}: chart. The button above shows it as a table.`}
        style={{ height }}
      />
      {at !== null && <ChartReading {...props} at={at} />}
    </div>
  );
}

const isLook = (type: string): boolean => type === 'mousemove' || type === 'mouseleave';

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
