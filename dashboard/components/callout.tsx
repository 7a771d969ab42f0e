import type { ReactNode } from 'react';
import { ToneIcon } from './tone-icon.tsx';
import type { Tone } from './tone.ts';

interface CalloutProps {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons at its end. */
  actions?: ReactNode;
}

/** Something to know before going on. */
export const Callout = ({ tone, title, children, actions }: CalloutProps) => (
  <div
    data-tone={tone}
    role={tone === 'danger' || tone === 'final' ? 'alert' : 'note'}
    className="flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border border-tone-line bg-[color-mix(in_oklab,var(--tone-bg)_55%,var(--surface))] px-4 py-3"
  >
    <ToneIcon tone={tone} size={16} className="mt-0.5 shrink-0 text-tone-fg" />
    <div className="min-w-0 flex-[1_1_16rem]">
      {title !== undefined && <p className="font-semibold text-tone-fg">{title}</p>}
      {children !== undefined && <div className="text-fg">{children}</div>}
    </div>
    {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
  </div>
);
