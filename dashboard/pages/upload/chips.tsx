import { X } from 'lucide-react';

/** What was chosen, each with the way to take it out again. */
export const Chips = ({
  items,
  onRemove,
}: {
  items: readonly (readonly [key: string, words: string])[];
  onRemove: (key: string) => void;
}) =>
  items.length === 0 ? null : (
    <ul className="-mt-2 flex flex-wrap gap-1.5">
      {items.map(([key, words]) => (
        <li key={key}>
          <button
            type="button"
            aria-label={`Remove ${words}`}
            onClick={() => onRemove(key)}
            className="inline-flex items-center gap-1 rounded-full border border-line bg-sunken py-0.5 pr-1.5 pl-2.5 text-sm hover:border-line-strong"
          >
            {words}
            <X aria-hidden size={12} className="text-subtle" />
          </button>
        </li>
      ))}
    </ul>
  );
