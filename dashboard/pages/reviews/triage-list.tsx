import { clsx } from 'clsx';
import { Ellipsis } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useShortcut } from '../../app/shortcuts.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { useSelection } from '../../components/use-selection.ts';
import { TriageKeys } from './triage-keys.tsx';

export interface TriageChoice<Item> {
  /** The key that decides: "1". */
  key: string;
  label: string;
  kind?: 'primary' | 'secondary' | 'danger-quiet';
  decide: (items: readonly Item[]) => void;
}

/** Something else that is done with the item in focus, or with all that are chosen. */
export interface TriageExtra<Item> {
  key?: string;
  label: string;
  /** Which scope is missing for it. */
  missing: string | undefined;
  run: (items: readonly Item[]) => void;
}

interface TriageListProps<Item> {
  /** What they are, read out: "Parked attempts". */
  label: string;
  noun: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  choices: readonly TriageChoice<Item>[];
  extra?: readonly TriageExtra<Item>[];
  children: (item: Item) => ReactNode;
  /** Which scope is missing. */
  missing: string | undefined;
  onOpen?: (item: Item) => void;
  hasMore: boolean;
  onMore: () => void;
}

/** Items that a person works through: j and k move, x chooses, a number decides the one in focus or all that are chosen. */
export function TriageList<Item>(props: TriageListProps<Item>) {
  const { label, noun, items, keyOf, choices, extra = [], children, missing, onOpen, hasMore, onMore } = props;
  const [at, setAt] = useState<{ key: string | undefined; index: number }>({ key: undefined, index: 0 });
  const list = useRef<HTMLUListElement>(null);
  const selection = useSelection();
  // The item and not its place: one that goes must not make the next key fall on another.
  const found = items.findIndex((one) => keyOf(one) === at.key);
  const active = found >= 0 ? found : Math.min(at.index, items.length - 1);
  const item = items[active];
  const chosen = items.filter((one) => selection.has(keyOf(one)));
  const some = items.length > 0;
  const goTo = (index: number): void => {
    const one = items[index];
    if (one !== undefined) setAt({ key: keyOf(one), index });
  };
  const move = (step: number): void => goTo(Math.max(0, Math.min(items.length - 1, active + step)));
  useEffect(() => {
    list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  useShortcut('j', 'Next item', () => move(1), some);
  useShortcut('k', 'Previous item', () => move(-1), some);
  useShortcut('x', 'Select the item', () => void (item !== undefined && selection.toggle(keyOf(item))), some);
  useShortcut(
    'Enter',
    'Open the item',
    () => void (item !== undefined && onOpen?.(item)),
    some && onOpen !== undefined,
  );
  const targetsOf = (only?: Item): readonly Item[] =>
    only !== undefined ? [only] : chosen.length > 0 ? chosen : item === undefined ? [] : [item];
  const decide = (choice: TriageChoice<Item>, only?: Item): void => {
    const targets = targetsOf(only);
    if (targets.length === 0 || missing !== undefined) return;
    choice.decide(targets);
    selection.clear();
  };
  const runExtra = (one: TriageExtra<Item>, only?: Item): void => {
    const targets = targetsOf(only);
    if (targets.length === 0 || one.missing !== undefined) return;
    one.run(targets);
    selection.clear();
  };
  return (
    <>
      <TriageKeys choices={choices} run={(choice) => decide(choice)} enabled={some && missing === undefined} />
      <TriageKeys
        choices={extra.flatMap((one) => (one.key === undefined ? [] : [{ ...one, key: one.key }]))}
        run={(one) => runExtra(one)}
        enabled={some}
      />
      <p className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-subtle max-md:hidden">
        <Hint keys="j k" words="move" />
        <Hint keys="x" words="select" />
        {choices.map(({ key, label: words }) => (
          <Hint key={key} keys={key} words={words.toLowerCase()} />
        ))}
        {extra.map(({ key, label: words }) => key !== undefined && <Hint key={key} keys={key} words={words} />)}
      </p>
      <ul ref={list} aria-label={label} className="flex flex-col gap-2.5">
        {items.map((one, index) => {
          const key = keyOf(one);
          return (
            <li
              key={key}
              data-active={index === active || undefined}
              aria-current={index === active || undefined}
              onMouseDown={() => goTo(index)}
              className={clsx(
                'flex scroll-my-24 items-start gap-3 rounded-lg border border-line bg-surface p-4',
                'data-[active]:border-accent data-[active]:shadow-[inset_3px_0_0_var(--accent)]',
                selection.has(key) && 'bg-selected',
              )}
            >
              <Checkbox
                label={`Select ${noun} ${index + 1}`}
                labelHidden
                checked={selection.has(key)}
                onChange={() => selection.toggle(key)}
              />
              <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-6 gap-y-3">
                <div className="min-w-0 flex-[1_1_20rem]">{children(one)}</div>
                <div className="flex flex-wrap items-center gap-2">
                  {choices.map((choice) => (
                    <Button
                      key={choice.key}
                      size="sm"
                      kind={choice.kind ?? 'secondary'}
                      missing={missing}
                      onClick={() => decide(choice, one)}
                    >
                      {choice.label}
                    </Button>
                  ))}
                  {extra.length > 0 && (
                    <Menu
                      trigger={
                        <IconButton size="sm" label={`More for ${noun} ${index + 1}`} icon={<Ellipsis size={15} />} />
                      }
                      groups={[
                        {
                          items: extra.map((more) => ({
                            label: more.label,
                            missing: more.missing,
                            ...(more.key === undefined ? {} : { keys: more.key }),
                            onSelect: () => runExtra(more, one),
                          })),
                        },
                      ]}
                    />
                  )}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
      {hasMore && (
        <span className="mt-3 inline-block">
          <Button onClick={onMore}>Show more</Button>
        </span>
      )}
      <SelectionBar selection={selection} matching={undefined} noun={noun}>
        {choices.map((choice) => (
          <Button
            key={choice.key}
            size="sm"
            kind={choice.kind ?? 'secondary'}
            missing={missing}
            onClick={() => decide(choice)}
          >
            {choice.label}
          </Button>
        ))}
        {extra.map((one) => (
          <Button key={one.label} size="sm" missing={one.missing} onClick={() => runExtra(one)}>
            {one.label}
          </Button>
        ))}
      </SelectionBar>
    </>
  );
}

const Hint = ({ keys, words }: { keys: string; words: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <Kbd keys={keys} /> {words}
  </span>
);
