import type { ReactNode } from 'react';

/** One part of the gallery. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="mb-10" aria-label={title}>
    <h2 className="mb-3 border-b border-line pb-1.5 text-lg font-semibold">{title}</h2>
    <div className="flex flex-col gap-4">{children}</div>
  </section>
);

export const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-3">{children}</div>
);
