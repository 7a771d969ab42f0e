import { keyWords } from '../app/shortcuts.ts';

/** Keys as they stand on a keyboard. */
export const Kbd = ({ keys }: { keys: string }) => (
  <span className="inline-flex gap-1">
    {keyWords(keys).map((key, at) => (
      <kbd
        key={at}
        className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-xs whitespace-nowrap text-muted"
      >
        {key}
      </kbd>
    ))}
  </span>
);
