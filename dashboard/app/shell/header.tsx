import { Search } from 'lucide-react';
import { Kbd } from '../../components/kbd.tsx';
import { Balance } from './balance.tsx';
import { LiveDot } from './live-dot.tsx';
import { Logo } from './logo.tsx';
import { ModeBadge } from './mode-badge.tsx';
import { StopAll } from './stop-all.tsx';
import { UserMenu } from './user-menu.tsx';

/** The bar on top: which world this is, how fresh, how much money is left, and the brake (E1). */
export const Header = ({ onHelp, onPalette }: { onHelp: () => void; onPalette: () => void }) => (
  <header className="sticky top-0 z-20 flex h-14 items-center gap-x-3 border-b border-line bg-surface px-4 sm:px-6">
    <span className="max-sm:hidden md:hidden">
      <Logo />
    </span>
    <ModeBadge />
    <LiveDot />
    <button
      type="button"
      onClick={onPalette}
      className="ml-auto flex h-8 items-center gap-2 rounded-md border border-line px-2 text-subtle hover:border-line-strong hover:text-fg max-xl:hidden"
    >
      <Search aria-hidden size={14} />
      Go to
      <Kbd keys="mod+k" />
    </button>
    <span className="max-xl:ml-auto" />
    <Balance />
    <StopAll />
    <UserMenu onHelp={onHelp} />
  </header>
);
