import { useNow } from '../app/use-now.ts';
import { absolute, localZone, relative, short, zoneName } from '../format/time.ts';
import { Tooltip } from './tooltip.tsx';

interface TimeProps {
  /** ISO 8601, or null = a dash. */
  at: string | null | undefined;
  /**
   * `short`: "14:02" or "25 Nov 14:02"; `relative`: "3 min ago"; `both`: "14:02 (3 min ago)"; `long`: everything with
   * the zone. The tooltip always has all of it.
   */
  as?: 'short' | 'relative' | 'both' | 'long';
  /** Of the recipient, where their clock is meant; shown in the tooltip beside the viewer's. */
  zone?: string | undefined;
  /** With the zone's short name: where a moment is of consequence. */
  named?: boolean;
  /** It has happened: a clock that is ahead of this one makes it no more than "just now". */
  past?: boolean;
}

/** An instant: absolute, with its zone, and relative (E2). */
export function Time({ at, as = 'short', zone, named = false, past = false }: TimeProps) {
  const nowMs = useNow();
  if (at === null || at === undefined) return <span className="text-subtle">–</span>;
  const atMs = Date.parse(at);
  const own = localZone();
  const apart = relative(past ? Math.min(atMs, nowMs) : atMs, nowMs);
  const name = named ? ` ${zoneName(atMs, zone)}` : '';
  const shown = { short: `${short(atMs, nowMs, zone)}${name}`, relative: apart, long: absolute(atMs, zone) };
  return (
    <Tooltip
      words={
        <span className="block">
          {zone !== undefined && zone !== own && (
            <span className="block">
              {absolute(atMs, zone)} ({zone})
            </span>
          )}
          <span className="block">
            {absolute(atMs)} ({own}, you)
          </span>
          <span className="block opacity-80">{apart}</span>
        </span>
      }
    >
      <time dateTime={at} className="whitespace-nowrap">
        {as === 'both' ? `${shown.short} (${shown.relative})` : shown[as]}
      </time>
    </Tooltip>
  );
}
