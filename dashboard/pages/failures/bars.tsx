import { clsx } from 'clsx';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { count, share } from '../../format/number.ts';

export interface Bar {
  key: string;
  label: string;
  /** Beside it: a place, a name. */
  note?: string | undefined;
  value: number;
  /** A word of machines. */
  isCode?: boolean;
}

interface BarsProps {
  title: string;
  bars: readonly Bar[];
  /** What the whole is: parts are shares of it. */
  total: number;
  picked: string | undefined;
  onPick: (key: string) => void;
  none: string;
}

const SHOWN = 6;

/** Values by how often, each a filter. */
export function Bars({ title, bars, total, picked, onPick, none }: BarsProps) {
  const [all, setAll] = useState(false);
  const top = Math.max(1, ...bars.map(({ value }) => value));
  const shown = all ? bars : bars.slice(0, SHOWN);
  return (
    <div className="flex flex-col rounded-lg border border-line bg-surface p-4">
      <h3 className="mb-2 text-sm font-semibold">{title}</h3>
      {bars.length === 0 && <p className="text-sm text-subtle">{none}</p>}
      <ul className={clsx('flex flex-col gap-0.5', all && 'max-h-72 overflow-y-auto')}>
        {shown.map(({ key, label, note, value, isCode }) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={picked === key}
              onClick={() => onPick(key)}
              className="relative flex h-7 w-full items-center gap-2 overflow-hidden rounded-md px-2 text-left text-sm hover:bg-hover focus-visible:outline-offset-[-2px] aria-pressed:ring-2 aria-pressed:ring-accent aria-pressed:ring-inset"
            >
              <span
                aria-hidden
                className={clsx(
                  'absolute inset-y-0.5 left-0 rounded-sm',
                  picked === key ? 'bg-accent-soft' : 'bg-sunken',
                )}
                style={{ width: `${(value / top) * 100}%` }}
              />
              <span
                className={clsx(
                  'relative',
                  note === undefined ? 'truncate' : 'shrink-0',
                  isCode && 'font-mono text-xs',
                )}
                title={label}
              >
                {label}
              </span>
              {note !== undefined && <span className="relative min-w-0 truncate text-xs text-subtle">{note}</span>}
              <span className="relative ml-auto shrink-0 font-medium">{count(value)}</span>
              <span className="relative w-11 shrink-0 text-right text-xs text-subtle">{share(value, total)}</span>
            </button>
          </li>
        ))}
      </ul>
      {bars.length > SHOWN && (
        <span className="mt-1">
          <Button kind="ghost" size="sm" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show ${count(bars.length - SHOWN)} more`}
          </Button>
        </span>
      )}
    </div>
  );
}
