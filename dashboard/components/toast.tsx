import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { dropToast, UNDO_MS, useToasts, type Toast } from './toast-store.ts';
import { ToneIcon } from './tone-icon.tsx';

const STAYS_MS = 5_000;
const FOR_GOOD_MS = 3_600_000;

/** Where toasts appear; one in the providers. */
export const ToastViewport = () => (
  <Radix.Provider swipeDirection="right" label="Notice">
    {useToasts().map((one) => (
      <Item key={one.id} {...one} />
    ))}
    <Radix.Viewport className="fixed right-0 bottom-0 z-60 flex w-[min(26rem,100vw)] flex-col gap-2 p-4 outline-none max-md:bottom-14" />
  </Radix.Provider>
);

function Item({ id, title, detail, tone = 'success', undo, forMs }: Toast) {
  const bad = tone === 'danger' || tone === 'final';
  const stays = forMs ?? (undo === undefined ? (bad ? FOR_GOOD_MS : STAYS_MS) : UNDO_MS);
  return (
    <Radix.Root
      duration={stays}
      type={bad ? 'foreground' : 'background'}
      onOpenChange={(open) => !open && dropToast(id)}
      className="flex animate-rise-in items-start gap-3 rounded-lg border border-line bg-raised p-3 shadow-2"
    >
      <span data-tone={tone} className="mt-0.5 text-tone-fg">
        <ToneIcon tone={tone} size={16} />
      </span>
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium">{title}</Radix.Title>
        {detail !== undefined && <Radix.Description className="text-sm text-muted">{detail}</Radix.Description>}
      </div>
      {undo !== undefined && (
        <Radix.Action altText="Undo" asChild>
          <Button size="sm" icon={<UndoRing ms={stays} />} onClick={undo}>
            Undo
          </Button>
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton size="sm" label="Close" icon={<X size={14} />} />
      </Radix.Close>
    </Radix.Root>
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
