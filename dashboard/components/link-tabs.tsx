import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface LinkTab extends Pick<LinkProps, 'to' | 'params' | 'search' | 'activeOptions'> {
  label: string;
  /** A count beside it. */
  count?: ReactNode;
}

const TAB =
  'inline-flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-1 text-muted hover:text-fg ' +
  'data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-fg';

/** Tabs that are pages of their own, each with its address. For a tab inside a page use `<Tabs>`. */
export const LinkTabs = ({ label, tabs }: { label: string; tabs: readonly LinkTab[] }) => (
  <nav aria-label={label} className="mb-5 flex gap-5 overflow-x-auto border-b border-line">
    {tabs.map(({ label: words, count, ...link }) => (
      <Link key={words} {...link} className={TAB}>
        {words}
        {count !== undefined && <span className="rounded-full bg-sunken px-1.5 text-xs text-subtle">{count}</span>}
      </Link>
    ))}
  </nav>
);
