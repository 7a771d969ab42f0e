import type { ReactNode } from 'react';

interface SectionHeadProps {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

/** The head of a tab: what it is, and what can be done. */
export const SectionHead = ({ title, children, actions }: SectionHeadProps) => (
  <div className="mb-4 flex flex-wrap items-start gap-x-6 gap-y-2">
    <div className="min-w-0 flex-[1_1_18rem]">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children !== undefined && <p className="max-w-prose text-muted">{children}</p>}
    </div>
    {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
  </div>
);
