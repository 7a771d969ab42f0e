import { Slot } from 'radix-ui';
import { Suspense, useState, type ReactElement, type ReactNode } from 'react';

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
    // A failure shows when it is opened; the shell then offers to reload.
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
  return wanted ? <Suspense fallback={closed}>{children}</Suspense> : closed;
}
