import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { dropToast, UNDO_MS, useToasts, type Toast } from './toast-store.ts';
import { ToneIcon } from './tone-icon.tsx';

const STAYS_MS = 5_000;

/** Where toasts appear; one in the providers. It is there before them, so that each is read out. */
export const ToastViewport = () => (
  <div
    role="region"
    aria-label="Notices"
    aria-live="polite"
    className="pointer-events-none fixed right-0 bottom-0 z-60 flex w-[min(26rem,100vw)] flex-col gap-2 p-4 empty:p-0 max-md:bottom-14"
  >
    {useToasts().map((one) => (
      <Item key={one.id} {...one} />
    ))}
  </div>
);

function Item({ id, title, detail, tone = 'success', undo, forMs }: Toast) {
  const bad = tone === 'danger' || tone === 'final';
  const stays = forMs ?? (undo === undefined ? (bad ? undefined : STAYS_MS) : UNDO_MS);
  // Undo has its time whatever the pointer does: what it takes back does not wait either.
  const [held, setHeld] = useState(false);
  const waits = held && undo === undefined;
  useEffect(() => {
    if (stays === undefined || waits) return undefined;
    const timer = setTimeout(() => dropToast(id), stays);
    return () => clearTimeout(timer);
  }, [id, stays, waits]);
  return (
    <div
      role={bad ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex animate-rise-in items-start gap-3 rounded-lg border border-line bg-raised p-3 shadow-2"
    >
      <span data-tone={tone} className="mt-0.5 text-tone-fg">
        <ToneIcon tone={tone} size={16} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {detail !== undefined && <p className="text-sm text-muted">{detail}</p>}
      </div>
      {undo !== undefined && (
        <Button
          size="sm"
          icon={<UndoRing ms={stays ?? UNDO_MS} />}
          onClick={() => {
            dropToast(id);
            undo();
          }}
        >
          Undo
        </Button>
      )}
      <IconButton size="sm" label="Close" icon={<X size={14} />} onClick={() => dropToast(id)} />
    </div>
  );
}

/** Runs empty in the time that is left. */
const UndoRing = ({ ms }: { ms: number }) => (
  <svg aria-hidden width="14" height="14" viewBox="0 0 16 16" className="-rotate-90">
    <circle cx="8" cy="8" r="6" fill="none" stroke="var(--line-strong)" strokeWidth="2.5" />
    <circle
      cx="8"
      cy="8"
      r="6"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2.5"
      pathLength={1}
      strokeDasharray="1"
      className="undo-ring"
      style={{ animationDuration: `${ms}ms` }}
    />
  </svg>
);
