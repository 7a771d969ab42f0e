import { ChevronRight } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';

interface PageHeaderProps {
  title: string;
  /** The state word beside the title: a `<StatusPill>`. */
  status?: ReactNode;
  /** A line below: what this is, or who did what when. */
  children?: ReactNode;
  /** Buttons, the main one last. */
  actions?: ReactNode;
  /** Where this page hangs: links, the nearest last. */
  trail?: readonly ReactNode[];
}

/** The top of every page: it names the tab too. */
export function PageHeader({ title, status, children, actions, trail = [] }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Outdial`;
  }, [title]);
  return (
    <header className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-3">
      <div className="min-w-0 flex-[1_1_20rem]">
        {trail.length > 0 && (
          <nav aria-label="Breadcrumb" className="mb-1">
            <ol className="flex flex-wrap items-center gap-1 text-sm text-subtle">
              {trail.map((link, at) => (
                <li key={at} className="flex items-center gap-1 [&_a:hover]:text-fg [&_a:hover]:underline">
                  {at > 0 && <ChevronRight aria-hidden size={12} />}
                  {link}
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
          {status}
        </div>
        {children !== undefined && <div className="mt-1 max-w-prose text-muted">{children}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
