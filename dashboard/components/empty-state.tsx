import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  /** What this is and when there will be something. */
  children?: ReactNode;
  /** One thing to do. */
  action?: ReactNode;
  icon?: ReactNode;
  /** How it looks when there is something: a faint sample. */
  sample?: ReactNode;
}

/** Nothing here yet, or nothing that matches; or, with a good icon, nothing wrong (R14). */
export const EmptyState = ({ title, children, action, icon = <Inbox size={20} />, sample }: EmptyStateProps) => (
  <section className="flex flex-col items-center rounded-lg border border-dashed border-line-strong bg-surface px-6 py-12 text-center">
    <span aria-hidden className="mb-3 flex size-10 items-center justify-center rounded-full bg-sunken text-subtle">
      {icon}
    </span>
    <h2 className="text-lg font-semibold">{title}</h2>
    {children !== undefined && <div className="mt-1 max-w-md text-balance text-muted">{children}</div>}
    {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    {sample !== undefined && <div className="mt-8 w-full max-w-2xl text-left opacity-60">{sample}</div>}
  </section>
);
