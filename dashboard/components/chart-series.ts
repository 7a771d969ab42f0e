import type { ReactNode } from 'react';
import type { Tone } from './tone.ts';

export interface ChartSeries {
  label: string;
  tone: Tone;
  /** One per time; null = nothing known then. */
  values: readonly (number | null)[];
  /** In a line chart: it is known at single times only, which become dots. */
  isPoint?: boolean;
}

export interface ChartProps {
  title: string;
  note?: ReactNode;
  /** Instants in ms, ascending. */
  times: readonly number[];
  series: readonly ChartSeries[];
  /** `stack`: bars upon each other; `line`, `area`: each by itself. */
  as?: 'stack' | 'line' | 'area';
  format?: (value: number) => string;
  height?: number;
  /** Charts of the same name share the cross-hair. */
  syncKey?: string;
  /** A stretch was marked with the pointer. */
  onBrush?: (fromMs: number, toMs: number) => void;
  /** The stretch that is marked. */
  marked?: { fromMs: number; toMs: number } | undefined;
}

/** How long a stretch of a chart is, in the unit of its times; one alone has none of its own. */
export const stretchOf = (times: ArrayLike<number>): number => (times[1] ?? 0) - (times[0] ?? 0);

/** Pure: each series upon those before it, and the topmost first, so that it is painted behind the others. */
export function stacked(series: readonly ChartSeries[]): { series: ChartSeries; sums: number[] }[] {
  const sums: number[] = [];
  return series
    .map((one) => {
      one.values.forEach((value, at) => (sums[at] = (sums[at] ?? 0) + (value ?? 0)));
      return { series: one, sums: [...sums] };
    })
    .toReversed();
}
