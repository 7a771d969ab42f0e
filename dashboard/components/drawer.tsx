import { clsx } from 'clsx';
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { focusItself } from './focus-itself.ts';
import { IconButton } from './icon-button.tsx';

interface DrawerProps {
  title: ReactNode;
  /** Beside the title: a `<StatusPill>`. */
  status?: ReactNode;
  /** Buttons beside the closing one. */
  actions?: ReactNode;
  children: ReactNode;
  /** Takes its parameter out of the address; Back does the same. */
  onClose: () => void;
  width?: 'md' | 'lg';
}

/**
 * Details at the right of the page, which stays in use; a whole page on a phone. It lives in the address. The header
 * with its brake is never covered.
 */
export const Drawer = ({ title, status, actions, children, onClose, width = 'md' }: DrawerProps) => (
  <Radix.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
    <Radix.Portal>
      <Radix.Content
        aria-describedby={undefined}
        data-drawer
        onOpenAutoFocus={focusItself}
        // The page beside it stays in use: a click on another row changes the drawer instead of closing it.
        onInteractOutside={(event) => event.preventDefault()}
        className={clsx(
          'fixed top-14 right-0 bottom-0 z-30 flex w-full animate-slide-in flex-col border-l border-line bg-raised shadow-3 outline-none',
          width === 'md' ? 'sm:max-w-lg' : 'sm:max-w-2xl',
        )}
      >
        <div className="flex min-h-14 flex-wrap items-center gap-3 border-b border-line px-5 py-2">
          <Radix.Title className="min-w-0 text-lg font-semibold break-words">{title}</Radix.Title>
          {status}
          <span className="ml-auto flex items-center gap-1">
            {actions}
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X size={16} />} />
            </Radix.Close>
          </span>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
