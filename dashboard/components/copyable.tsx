import { clsx } from 'clsx';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';

interface CopyableProps {
  value: string;
  /** What is copied: "request id". */
  label: string;
  /** Shown in its place: the beginning of a long one. */
  shown?: string;
  mono?: boolean;
}

const TICK_MS = 1_500;

/** Something to take along: an id, a link, a number. */
export function Copyable({ value, label, shown, mono = true }: CopyableProps) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), TICK_MS);
  };
  return (
    <button
      type="button"
      title={`${value} (copy)`}
      aria-label={`Copy ${label} ${shown ?? value}`}
      onClick={(event) => {
        event.stopPropagation();
        void copy();
      }}
      className={clsx(
        'group inline-flex max-w-full items-center gap-1.5 rounded-sm text-left hover:bg-hover',
        mono && 'font-mono text-sm',
      )}
    >
      <span className="truncate">{shown ?? value}</span>
      <span aria-hidden className="shrink-0 text-subtle opacity-60 group-hover:opacity-100">
        {copied ? <Check size={12} /> : <Copy size={12} />}
      </span>
      <span role="status" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}

/** The first part of a uuid, copied whole. */
export const CopyableId = ({ id, label = 'id' }: { id: string | number; label?: string }) => {
  const value = String(id);
  return <Copyable value={value} label={label} {...(value.length > 12 ? { shown: `${value.slice(0, 8)}…` } : {})} />;
};
