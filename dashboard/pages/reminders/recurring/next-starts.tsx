import { useNow } from '../../../app/use-now.ts';
import { Pill } from '../../../components/pill.tsx';
import { Time } from '../../../components/time.tsx';
import type { Schedule } from '../shapes.ts';
import { sayMoment } from '../words.ts';
import { NOTES } from './reasons.ts';

interface NextStartsProps {
  next: Schedule['next'];
  zone: string;
  /** Said where there is none. */
  none: string;
}

/** When a campaign starts again, with what the clocks do to each time. */
export function NextStarts({ next, zone, none }: NextStartsProps) {
  const nowMs = useNow();
  return (
    <ol aria-label="Next starts" className="divide-y divide-line rounded-lg border border-line bg-surface">
      {next.map(({ at, note }) => (
        <li key={at} className="flex flex-wrap items-center gap-x-3 px-4 py-2.5">
          <span className="font-medium">{sayMoment(at, zone, nowMs)}</span>
          <span className="text-sm text-subtle">
            <Time at={at} as="relative" />
          </span>
          {note !== null && (
            <Pill tone="warning" size="sm">
              {NOTES[note]}
            </Pill>
          )}
        </li>
      ))}
      {next.length === 0 && <li className="px-4 py-3 text-subtle">{none}</li>}
    </ol>
  );
}
