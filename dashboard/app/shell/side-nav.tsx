import { Link } from '@tanstack/react-router';
import { Logo } from './logo.tsx';
import { NAV_ITEMS } from './nav-items.ts';

const ITEM =
  'flex h-8 items-center gap-2.5 rounded-md px-2 text-muted hover:bg-hover hover:text-fg max-lg:justify-center ' +
  'data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-accent-text';

/** The navigation at the left; icons alone on a narrow screen, at the bottom of a phone. */
export const SideNav = () => (
  <nav
    aria-label="Main"
    className="sticky top-0 flex h-dvh w-14 shrink-0 flex-col gap-0.5 border-r border-line bg-surface px-2 py-3 max-md:hidden lg:w-52"
  >
    <Link to="/campaigns" className="mb-3 flex h-8 items-center gap-2.5 px-1.5 font-semibold tracking-tight">
      <Logo />
      <span className="max-lg:sr-only">Outdial</span>
    </Link>
    {NAV_ITEMS.map(({ to, words, icon: Icon }) => (
      <Link key={to} to={to} className={ITEM} title={words}>
        <Icon aria-hidden size={16} strokeWidth={1.8} className="shrink-0" />
        <span className="max-lg:sr-only">{words}</span>
      </Link>
    ))}
  </nav>
);
