import { Slot } from 'radix-ui';
import { useState, type ReactElement, type ReactNode } from 'react';
import { PartBoundary } from './part-boundary.tsx';

interface OnDemandProps {
  trigger: ReactElement;
  /** Fetches what opens; called when the pointer or the focus comes near, so that it is there at the click. */
  preload: () => Promise<unknown>;
  opens: 'menu' | 'dialog';
  /** With the same trigger, and open at once. */
  children: ReactNode;
}

/** Something that opens at a button, whose code is fetched when somebody is about to: most pages open none of it. */
export function OnDemand({ trigger, preload, opens, children }: OnDemandProps) {
  const [wanted, setWanted] = useState(false);
  const prepare = (): void => {
    // A failure is told when it is opened.
    preload().catch(() => {});
  };
  const closed = (
    <Slot.Root
      aria-haspopup={opens}
      aria-expanded={false}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={() => setWanted(true)}
    >
      {trigger}
    </Slot.Root>
  );
  return wanted ? (
    <PartBoundary fallback={closed} onFailed={() => setWanted(false)}>
      {children}
    </PartBoundary>
  ) : (
    closed
  );
}
