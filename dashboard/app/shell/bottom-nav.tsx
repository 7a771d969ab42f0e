import { Link, useNavigate } from '@tanstack/react-router';
import { Ellipsis, ScrollText } from 'lucide-react';
import { Menu } from '../../components/menu.tsx';
import { NAV_ITEMS } from './nav-items.ts';

const SHOWN = 4;
const ITEM =
  'flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs text-muted data-[status=active]:font-medium data-[status=active]:text-accent-text';

/** The navigation of a phone. */
export function BottomNav() {
  const navigate = useNavigate();
  const rest = NAV_ITEMS.slice(SHOWN);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex h-14 border-t border-line bg-surface px-1.5 pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {NAV_ITEMS.slice(0, SHOWN).map(({ to, words, icon: Icon }) => (
        <Link key={to} to={to} className={ITEM}>
          <Icon aria-hidden size={18} strokeWidth={1.8} />
          {words}
        </Link>
      ))}
      <Menu
        trigger={
          <button type="button" className={ITEM}>
            <Ellipsis aria-hidden size={18} />
            More
          </button>
        }
        groups={[
          {
            items: [
              ...rest.map(({ to, words, icon: Icon }) => ({
                label: words,
                icon: <Icon size={16} />,
                onSelect: () => void navigate({ to }),
              })),
              { label: 'Audit trail', icon: <ScrollText size={16} />, onSelect: () => void navigate({ to: '/audit' }) },
            ],
          },
        ]}
      />
    </nav>
  );
}
