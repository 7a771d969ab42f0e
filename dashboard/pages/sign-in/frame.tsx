import { useEffect, type ReactNode } from 'react';
import { Logo } from '../../app/shell/logo.tsx';

/** A card in the middle of an empty page. */
export function SignInFrame({ title, children, below }: { title: string; children: ReactNode; below?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Outdial`;
  }, [title]);
  return (
    <main className="flex flex-1 flex-col items-center justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
        <Logo size={28} />
        Outdial
      </div>
      <div className="w-full max-w-sm rounded-lg border border-line bg-surface p-6 shadow-1">
        <h1 className="mb-4 text-lg font-semibold">{title}</h1>
        {children}
      </div>
      {below !== undefined && <div className="mt-4 max-w-sm text-center text-sm text-subtle">{below}</div>}
    </main>
  );
}
