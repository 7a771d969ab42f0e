import { useNavigate } from '@tanstack/react-router';
import { Dialog as Radix } from 'radix-ui';
import { useId, useState } from 'react';
import { Kbd } from '../../components/kbd.tsx';
import { useShortcuts } from '../shortcuts.ts';

/** Cmd-K: every page and every shortcut of this page, found by typing. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const navigate = useNavigate();
  const shortcuts = useShortcuts();
  const entries = [
    ...shortcuts
      .filter(({ keys }) => keys !== 'mod+k' && keys !== '?')
      .map(({ words, keys, run }) => ({ words, keys, run })),
    { words: 'New campaign', keys: undefined, run: () => void navigate({ to: '/campaigns/new' }) },
    { words: 'Retry runs', keys: undefined, run: () => void navigate({ to: '/retries' }) },
    { words: 'Answers to review', keys: undefined, run: () => void navigate({ to: '/reviews' }) },
    { words: 'Audit trail', keys: undefined, run: () => void navigate({ to: '/audit' }) },
    { words: 'Keyboard shortcuts', keys: '?', run: onHelp },
  ];
  const found = entries.filter(({ words }) => words.toLowerCase().includes(text.trim().toLowerCase()));
  const chosen = Math.min(at, found.length - 1);
  const pick = (index: number): void => {
    onClose();
    found[index]?.run();
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((chosen + step + found.length) % Math.max(found.length, 1));
    }
    if (event.key === 'Enter') pick(chosen);
  };
  return (
    <Radix.Root open onOpenChange={onClose}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 animate-fade-in overflow-hidden rounded-lg border border-line bg-raised shadow-3"
        >
          <Radix.Title className="sr-only">Go to a page or do something</Radix.Title>
          <input
            autoFocus
            role="combobox"
            aria-expanded
            aria-controls={`${id}-list`}
            aria-activedescendant={`${id}-${chosen}`}
            aria-label="Go to"
            placeholder="Go to, or do …"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
          />
          <ul id={`${id}-list`} role="listbox" aria-label="Found" className="max-h-80 overflow-y-auto p-1.5">
            {found.map(({ words, keys }, index) => (
              <li
                key={words}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === chosen}
                onMouseMove={() => setAt(index)}
                onClick={() => pick(index)}
                className="flex h-9 items-center justify-between rounded-md px-2.5 aria-selected:bg-selected"
              >
                {words}
                {keys !== undefined && <Kbd keys={keys} />}
              </li>
            ))}
            {found.length === 0 && <li className="px-2.5 py-6 text-center text-subtle">Nothing is called that.</li>}
          </ul>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
