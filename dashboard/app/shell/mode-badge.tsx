import { FlaskConical, RadioTower } from 'lucide-react';
import { Tooltip } from '../../components/tooltip.tsx';
import { useSession } from '../session/use-session.ts';

/** LIVE or SIMULATED, in words: nobody should have to guess whether a phone rings. */
export function ModeBadge() {
  const { mode } = useSession();
  const isLive = mode === 'LIVE';
  return (
    <Tooltip
      side="bottom"
      words={
        isLive
          ? 'Real calls and texts to real people.'
          : 'Calls go to the simulator. No phone rings, no money is spent.'
      }
    >
      <span
        data-tone={isLive ? 'danger' : 'scheduled'}
        tabIndex={0}
        className="inline-flex h-6 items-center gap-1.5 rounded-sm border border-tone-line bg-tone-bg px-2 text-xs font-semibold tracking-wide text-tone-fg"
      >
        {isLive ? <RadioTower aria-hidden size={13} /> : <FlaskConical aria-hidden size={13} />}
        {mode}
      </span>
    </Tooltip>
  );
}
