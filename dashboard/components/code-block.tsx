import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';

interface CodeBlockProps {
  code: string;
  /** What it is, read out. */
  label: string;
  /** Long lines run on; else they are broken. */
  scroll?: boolean;
}

/** Text of machines, to read and to copy. */
export function CodeBlock({ code, label, scroll = true }: CodeBlockProps) {
  const [copied, setCopied] = useState(false);
  return (
    <figure className="relative m-0">
      <pre
        aria-label={label}
        tabIndex={0}
        className={`max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3 pr-11 font-mono text-xs ${scroll ? '' : 'break-all whitespace-pre-wrap'}`}
      >
        {code}
      </pre>
      <span className="absolute top-1.5 right-1.5">
        <IconButton
          size="sm"
          label={copied ? 'Copied' : 'Copy'}
          icon={copied ? <Check size={14} /> : <Copy size={14} />}
          onClick={() => void navigator.clipboard.writeText(code).then(() => setCopied(true))}
        />
      </span>
    </figure>
  );
}

/** An object as JSON. */
export const Json = ({ value, label }: { value: unknown; label: string }) => (
  <CodeBlock code={JSON.stringify(value, null, 2) ?? 'undefined'} label={label} />
);
