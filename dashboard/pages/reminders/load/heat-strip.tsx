import { clsx } from 'clsx';
import { useState } from 'react';
import { carried, isCarrying } from '../../../components/drag.ts';
import { plural, share } from '../../../format/number.ts';
import { sayDate, timeOf } from '../local-days.ts';
import type { ReminderLoad } from '../shapes.ts';
import { heatDays, heatLevel, type HeatDay, type HeatHour } from './heat.ts';

interface HeatStripProps {
  load: ReminderLoad;
  picked: string | undefined;
  /** Chooses a date, or none when it is the chosen one. */
  onPick: (date: string | undefined) => void;
  /** An appointment of the list was dropped on a date; undefined = there is no list beside it. */
  onDrop: ((appointment: string, date: string) => void) | undefined;
}

/** How much is planned in each hour of the next seven dates, against what the accounts let through. */
export function HeatStrip({ load, picked, onPick, onDrop }: HeatStripProps) {
  const most = Math.max(0, ...load.hours.map(({ calls, texts }) => calls + texts));
  return (
    <ol aria-label="Load of the next seven days" className="grid gap-1.5 md:grid-cols-7">
      {heatDays(load).map((day, at) => (
        <li key={day.date}>
          <Day
            day={day}
            most={most}
            label={at === 0 ? 'Today' : at === 1 ? 'Tomorrow' : sayDate(day.date)}
            picked={picked === day.date}
            bounded={load.lanes.some(({ perHour }) => perHour !== null)}
            onPick={() => onPick(picked === day.date ? undefined : day.date)}
            onDrop={(appointment) => onDrop?.(appointment, day.date)}
          />
        </li>
      ))}
    </ol>
  );
}

interface DayProps {
  day: HeatDay;
  most: number;
  label: string;
  picked: boolean;
  bounded: boolean;
  onPick: () => void;
  onDrop: (appointment: string) => void;
}

const Day = ({ day, most, label, picked, bounded, onPick, onDrop }: DayProps) => {
  const [isOver, setIsOver] = useState(false);
  return (
    <button
      type="button"
      aria-pressed={picked}
      onClick={onPick}
      onDragOver={(event) => {
        if (!isCarrying(event, 'appointment')) return;
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onDrop(carried(event, 'appointment'));
      }}
      className={clsx(
        'grid w-full grid-cols-[5.5rem_1fr] items-center gap-x-2 gap-y-1 rounded-md border px-2 py-0.5 text-left md:py-1.5 hover:bg-hover md:block',
        picked || isOver ? 'border-accent bg-selected' : 'border-transparent',
      )}
    >
      <span className="sr-only">
        {label}: {dayWords(day)}
        {peakWords(day, bounded)}. Show its appointments.
      </span>
      <span aria-hidden className="flex items-baseline justify-between gap-2 text-xs">
        <span className="font-medium whitespace-nowrap">
          {/* The month has no room between a tablet and a desk. */}
          {label.replace(/ \w{3}$/, '')}
          <span className="md:max-xl:hidden">{/ \w{3}$/.exec(label)?.[0]}</span>
        </span>
        <span className="text-subtle max-md:hidden">{day.calls + day.texts === 0 ? '–' : day.calls + day.texts}</span>
      </span>
      <span aria-hidden className="grid h-4 grid-cols-[repeat(24,1fr)] gap-px md:mt-1.5 md:h-8">
        {day.hours.map((hour, at) => (
          <Hour key={at} hour={hour} most={most} />
        ))}
      </span>
      <span aria-hidden className="mt-1 flex justify-between text-[10px] leading-3 text-subtle max-md:hidden">
        <span>0</span>
        <span>12</span>
        <span>24</span>
      </span>
    </button>
  );
};

const FILL = ['bg-sunken', '', '', '', 'bg-tone-solid'] as const;
const STRENGTH = [0, 38, 66, 100] as const;

function Hour({ hour, most }: { hour: HeatHour | null; most: number }) {
  if (hour === null) return <span className="rounded-[2px] bg-line opacity-40" />;
  const level = heatLevel(hour, most);
  const accent = STRENGTH[level];
  return (
    <span
      title={hourWords(hour)}
      {...(level === 4 ? { 'data-tone': (hour.share ?? 0) >= 1 ? 'final' : 'retryable' } : {})}
      className={clsx('rounded-[2px]', FILL[level])}
      {...(accent === undefined || level === 0
        ? {}
        : { style: { background: `color-mix(in oklab, var(--accent) ${accent}%, var(--sunken))` } })}
    />
  );
}

const dayWords = ({ calls, texts }: HeatDay): string =>
  calls + texts === 0 ? 'nothing planned' : `${plural(calls, 'call')}, ${plural(texts, 'text')}`;

const peakWords = ({ peak }: HeatDay, bounded: boolean): string =>
  peak === null ? '' : `, most at ${timeOf(peak.local)}${bounded ? ` (${shareWords(peak)})` : ''}`;

const shareWords = ({ share: part }: HeatHour): string =>
  part === null ? 'nothing bounds it' : `${share(Math.min(part, 10), 1)} of what fits`;

const hourWords = (hour: HeatHour): string =>
  `${sayDate(hour.local)} ${timeOf(hour.local)}: ${plural(hour.calls, 'call')}, ${plural(hour.texts, 'text')}, ${shareWords(hour)}`;
