import { clsx } from 'clsx';
import { Upload } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';

interface FileDropProps {
  label: string;
  /** The limits, before anything is chosen. */
  hint: ReactNode;
  /** As of an input: ".csv,.txt". */
  accept?: string;
  onFile: (file: File) => void;
  /** Pasted text is a file too. */
  onPaste?: (text: string) => void;
  disabled?: boolean;
  /** What is wrong with what was chosen, or with nothing. */
  problem?: string | undefined;
}

/** A file: dropped, chosen or pasted. */
export function FileDrop({ label, hint, accept, onFile, onPaste, disabled = false, problem }: FileDropProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined && !disabled) onFile(file);
      }}
      onPaste={(event) => {
        const file = event.clipboardData.files[0];
        if (file !== undefined) onFile(file);
        else onPaste?.(event.clipboardData.getData('text/plain'));
      }}
      className={clsx(
        'relative flex flex-col items-center rounded-lg border border-dashed px-6 py-10 text-center transition-colors',
        'focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-ring',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:border-subtle',
        disabled && 'opacity-50',
      )}
    >
      <span aria-hidden className="mb-3 flex size-10 items-center justify-center rounded-full bg-sunken text-subtle">
        <Upload size={18} />
      </span>
      <label htmlFor={id} className="font-medium after:absolute after:inset-0">
        {label}
      </label>
      <input
        id={id}
        type="file"
        aria-describedby={problem === undefined ? `${id}-hint` : `${id}-problem ${id}-hint`}
        aria-invalid={problem !== undefined || undefined}
        className="sr-only"
        disabled={disabled}
        {...(accept === undefined ? {} : { accept })}
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file again is a choice too.
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <p id={`${id}-hint`} className="mt-1 max-w-md text-sm text-subtle">
        {hint}
      </p>
      {problem !== undefined && (
        <p id={`${id}-problem`} data-tone="danger" className="mt-1 text-xs text-tone-fg">
          {problem}
        </p>
      )}
    </div>
  );
}
