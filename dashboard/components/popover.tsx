import { Popover as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

interface PopoverProps {
  trigger: ReactElement;
  /** What it is, read out. */
  label: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  defaultOpen?: boolean;
}

/** A small window at its button, closed by a click elsewhere. */
export const Popover = ({ trigger, label, children, align = 'end', defaultOpen = false }: PopoverProps) => (
  <Radix.Root defaultOpen={defaultOpen}>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        aria-label={label}
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className="z-50 w-[min(32rem,calc(100vw-1.5rem))] animate-rise-in rounded-lg border border-line bg-raised p-4 shadow-2 outline-none"
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
