import { Progress as Radix } from 'radix-ui';

interface ProgressProps {
  /** What is on its way. */
  label: string;
  value: number;
  max: number;
  /** Beside it, in words: "4.2 of 12 MB". */
  words?: string;
}

/** How far something is that ends. */
export function Progress({ label, value, max, words }: ProgressProps) {
  const part = max === 0 ? 0 : Math.min(1, value / max);
  return (
    <div>
      <div className="mb-1 flex justify-between gap-4 text-sm">
        <span className="font-medium">{label}</span>
        <span className="text-subtle">{words ?? `${Math.floor(part * 100)} %`}</span>
      </div>
      <Radix.Root
        aria-label={label}
        value={Math.min(value, max)}
        max={Math.max(max, 1)}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <Radix.Indicator
          className="h-full origin-left rounded-full bg-accent transition-transform duration-300"
          style={{ transform: `scaleX(${part})` }}
        />
      </Radix.Root>
    </div>
  );
}
