import { useId, type ReactNode } from 'react';

/** Fields that belong together. */
export function SettingsCard({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-lg border border-line bg-surface p-4">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {note !== undefined && <p className="mt-0.5 text-sm text-subtle">{note}</p>}
      <div className="mt-3 flex flex-col gap-4">{children}</div>
    </section>
  );
}
