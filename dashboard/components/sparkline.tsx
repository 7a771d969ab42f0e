import type { Tone } from './tone.ts';

interface SparklineProps {
  values: readonly number[];
  /** What it shows, in words: "Failures an hour, last 24 hours". The highest and last value are added. */
  label: string;
  tone?: Tone;
  width?: number;
  height?: number;
}

/** A course without axes. Its numbers must stand elsewhere, or in its label. */
export function Sparkline({ values, label, tone = 'neutral', width = 96, height = 24 }: SparklineProps) {
  const top = Math.max(1, ...values);
  const gap = width / Math.max(values.length, 1);
  return (
    <svg
      role="img"
      aria-label={`${label}: at most ${Math.max(0, ...values)}, last ${values.at(-1) ?? 0}`}
      data-tone={tone}
      width={width}
      height={height}
      className="shrink-0 overflow-visible"
    >
      {values.map((value, at) => {
        // An hour with one failure shows, an hour with none is a line of the ground.
        const tall = value === 0 ? 1 : Math.max(2, (value / top) * height);
        return (
          <rect
            key={at}
            x={at * gap}
            y={height - tall}
            width={Math.max(1, gap - 1)}
            height={tall}
            rx={1}
            className={value === 0 ? 'fill-line-strong' : 'fill-tone-solid'}
          />
        );
      })}
    </svg>
  );
}
