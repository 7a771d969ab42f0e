import { useNavigate } from '@tanstack/react-router';
import { Dialog as Radix } from 'radix-ui';
import { Fragment, useId, useState } from 'react';
import { Kbd } from '../../components/kbd.tsx';
import { useShortcuts } from '../shortcuts.ts';
import { usePaletteSearch, type PaletteEntry } from './palette-search.ts';

/** Cmd-K: pages, what this page can do, campaigns, retry runs and contacts, found by typing. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const navigate = useNavigate();
  const shortcuts = useShortcuts();
  const search = usePaletteSearch(text);
  const page = (words: string, run: () => void, keys?: string): PaletteEntry => ({
    id: words,
    words,
    group: 'Pages and actions',
    run,
    ...(keys === undefined ? {} : { keys }),
  });
  const pages = [
    ...shortcuts
      .filter(({ keys }) => keys !== 'mod+k' && keys !== '?')
      .map(({ words, keys, run }) => page(words, run, keys)),
    page('New campaign', () => void navigate({ to: '/campaigns/new' })),
    page('Uploads', () => void navigate({ to: '/uploads' })),
    page('Retry runs', () => void navigate({ to: '/retries' })),
    page('Review queues', () => void navigate({ to: '/reviews' })),
    page('Audit trail', () => void navigate({ to: '/audit' })),
    page('Keyboard shortcuts', onHelp, '?'),
  ].filter(({ words }) => words.toLowerCase().includes(text.trim().toLowerCase()));
  const found = [...pages, ...search.entries];
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
            placeholder="A page, an action, a campaign, a contact …"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
            className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
          />
          <div className="max-h-80 overflow-y-auto p-1.5">
            <div id={`${id}-list`} role="listbox" aria-label="Found">
              {found.map((entry, index) => (
                <Fragment key={`${entry.group} ${entry.id}`}>
                  {entry.group !== found[index - 1]?.group && text.trim() !== '' && (
                    <p role="presentation" className="px-2.5 pt-2 pb-1 text-xs font-medium text-subtle">
                      {entry.group}
                    </p>
                  )}
                  <div
                    id={`${id}-${index}`}
                    role="option"
                    aria-selected={index === chosen}
                    onMouseMove={() => setAt(index)}
                    onClick={() => pick(index)}
                    className="flex h-9 items-center justify-between gap-3 rounded-md px-2.5 aria-selected:bg-selected"
                  >
                    <span className="truncate">{entry.words}</span>
                    {entry.note !== undefined && (
                      <span className="shrink-0 truncate text-sm text-subtle">{entry.note}</span>
                    )}
                    {entry.keys !== undefined && <Kbd keys={entry.keys} />}
                  </div>
                </Fragment>
              ))}
            </div>
            <p role="status" className="px-2.5 py-2 text-center text-sm text-subtle empty:hidden">
              {search.isLooking
                ? 'Looking for campaigns, retry runs and contacts …'
                : search.isPartial
                  ? 'Not everything could be searched. Type on to try again.'
                  : found.length === 0 && 'Nothing is called that.'}
            </p>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
