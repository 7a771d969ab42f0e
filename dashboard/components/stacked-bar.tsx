import { clsx } from 'clsx';
import { count, share } from '../format/number.ts';
import { ToneIcon } from './tone-icon.tsx';
import type { BarPart } from './bar-part.ts';

interface StackedBarProps {
  /** What the whole is: "Contacts". */
  label: string;
  parts: readonly BarPart[];
  /** Chooses a part, as a filter. */
  onPick?: ((key: string) => void) | undefined;
  picked?: string | undefined;
  height?: 'sm' | 'md';
  /** Counts below, which also say what the colours mean; off where the page has them elsewhere. */
  legend?: boolean;
}

/** How a whole is parted. The legend is its table for who does not see the bar. */
export function StackedBar({ label, parts, onPick, picked, height = 'md', legend = true }: StackedBarProps) {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const words = parts.map((part) => `${part.label} ${count(part.value)}`).join(', ');
  return (
    <div>
      <div
        role="img"
        aria-label={`${label}: ${words}`}
        className={clsx('flex w-full gap-px overflow-hidden rounded-full bg-sunken', height === 'md' ? 'h-3' : 'h-1.5')}
      >
        {parts.map(({ key, value, tone, label: name }) =>
          value === 0 ? null : (
            <span
              key={key}
              data-tone={tone}
              title={`${name}: ${count(value)}`}
              // A part of a few out of a million must still be seen.
              style={{ flexGrow: value, flexBasis: 0, minWidth: 3 }}
              className={clsx(
                'bg-tone-solid transition-[flex-grow] duration-300',
                picked !== undefined && picked !== key && 'opacity-30',
              )}
            />
          ),
        )}
      </div>
      {legend && (
        <ul aria-label={label} className="mt-2.5 flex flex-wrap gap-x-4 gap-y-1.5">
          {parts.map(({ key, ...part }) => (
            <li key={key}>
              {onPick === undefined ? (
                <Legend {...part} total={total} />
              ) : (
                <button
                  type="button"
                  aria-pressed={picked === key}
                  onClick={() => onPick(key)}
                  className="-mx-1.5 rounded-md px-1.5 hover:bg-hover aria-pressed:bg-selected"
                >
                  <Legend {...part} total={total} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const Legend = ({ label, value, tone, total }: Omit<BarPart, 'key'> & { total: number }) => (
  <span data-tone={tone} className="inline-flex items-center gap-1.5 text-sm">
    <span aria-hidden className="size-2.5 rounded-sm bg-tone-solid" />
    <ToneIcon tone={tone} size={13} className="text-tone-fg" />
    <span className="text-muted">{label}</span>
    <span className="font-medium">{count(value)}</span>
    <span className="text-xs text-subtle">{share(value, total)}</span>
  </span>
);
