import { clsx } from 'clsx';
import { useRef, useState } from 'react';
import { count, plural } from '../../format/number.ts';
import { day, hourMinute, localZone } from '../../format/time.ts';
import { hourRange, type HourBar } from './hour-range.ts';

interface HourBarsProps {
  hours: readonly { hour: string; attempts: number }[];
  /** Of the server, ISO. */
  at: string;
  picked: string | undefined;
  onPick: (hour: string) => void;
}

/** Failures an hour; arrows move between the bars, Enter filters by one. */
export function HourBars({ hours, at, picked, onPick }: HourBarsProps) {
  const bars = hourRange(hours, Date.parse(at));
  const top = Math.max(1, ...bars.map(({ attempts }) => attempts));
  const pickedAt = bars.findIndex(({ hour }) => hour === picked);
  const [focused, setFocused] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const group = useRef<HTMLDivElement>(null);
  const stop = focused ?? (pickedAt === -1 ? bars.length - 1 : pickedAt);
  const told = bars[over ?? (pickedAt === -1 ? -1 : pickedAt)];
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -bars.length, End: bars.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(bars.length - 1, stop + step));
    setFocused(next);
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  const [first] = bars;
  return (
    <div className="rounded-lg border border-line bg-surface p-4 md:col-span-2 xl:col-span-4">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h3 className="text-sm font-semibold">Hour</h3>
        <p className="text-sm text-subtle">
          {told === undefined
            ? `${bars.length === 24 ? 'The last 24 hours' : `The last ${count(bars.length)} hours`}, ${localZone()}`
            : `${hourWords(told)}: ${plural(told.attempts, 'failure')}`}
        </p>
      </div>
      <div
        ref={group}
        role="group"
        aria-label="Failed attempts by hour"
        className="flex h-20 items-stretch border-b border-line"
        onKeyDown={onKeyDown}
        onMouseLeave={() => setOver(null)}
      >
        {bars.map((bar, index) => (
          <button
            key={bar.hour}
            type="button"
            tabIndex={index === stop ? 0 : -1}
            aria-pressed={bar.hour === picked}
            aria-label={`${hourWords(bar)}: ${plural(bar.attempts, 'failure')}`}
            onClick={() => onPick(bar.hour)}
            onMouseEnter={() => setOver(index)}
            onFocus={() => setOver(index)}
            onBlur={() => setOver(null)}
            className="flex min-w-0 flex-1 items-end px-[0.5px] hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:bg-selected"
          >
            <span
              className={clsx(
                'block w-full rounded-t-sm',
                bar.hour === picked ? 'bg-accent' : bar.attempts === 0 ? 'bg-line' : 'bg-accent opacity-45',
              )}
              style={{ height: bar.attempts === 0 ? 1 : `${Math.max(4, (bar.attempts / top) * 100)}%` }}
            />
          </button>
        ))}
      </div>
      {first !== undefined && (
        <p aria-hidden className="mt-1 flex justify-between text-xs text-subtle">
          <span>{hourWords(first)}</span>
          <span>now</span>
        </p>
      )}
    </div>
  );
}

const hourWords = ({ atMs }: HourBar): string => `${day(atMs).replace(/ \d{4}$/, '')} ${hourMinute(atMs)}`;
