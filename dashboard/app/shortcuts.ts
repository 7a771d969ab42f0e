import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** "/", "?", "j", "mod+k", or two keys one after the other: "g c". */
  keys: string;
  words: string;
  run: () => void;
}

const SEQUENCE_MS = 1_000;
/** What is open over the page has the keys for itself; a drawer stands beside it and does not. */
const HAS_THE_KEYS = '[role="dialog"]:not([data-drawer]), [role="menu"]';
const known = new Set<Shortcut>();
const listeners = new Set<() => void>();
let shown: readonly Shortcut[] = [];
let before = { key: '', atMs: 0 };

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const mod = event.metaKey || event.ctrlKey;
  const key = `${mod ? 'mod+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
  if (!mod && isTyping(event.target)) return;
  if (!mod && document.querySelector(HAS_THE_KEYS) !== null) return;
  const nowMs = Date.now();
  const pair = nowMs - before.atMs < SEQUENCE_MS ? `${before.key} ${key}` : '';
  // The newest first: a page's own meaning of a key goes before the shell's.
  const newest = [...known].toReversed();
  const found = newest.find(({ keys }) => keys === pair) ?? newest.find(({ keys }) => keys === key);
  before = { key, atMs: nowMs };
  if (found === undefined) return;
  event.preventDefault();
  found.run();
}

function changed(): void {
  shown = [...known];
  for (const tell of listeners) tell();
}

/** A key for as long as the component is shown, in words on the help sheet (?). */
export function useShortcut(keys: string, words: string, run: () => void, enabled = true): void {
  const latest = useEffectEvent(run);
  useEffect(() => {
    if (!enabled) return undefined;
    const shortcut = { keys, words, run: () => latest() };
    if (known.size === 0) addEventListener('keydown', onKey);
    known.add(shortcut);
    changed();
    return () => {
      known.delete(shortcut);
      if (known.size === 0) removeEventListener('keydown', onKey);
      changed();
    };
  }, [keys, words, enabled]);
}

const watch = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useShortcuts = (): readonly Shortcut[] => useSyncExternalStore(watch, () => shown);

const NAMES: Readonly<Record<string, string>> = {
  'mod+k': /Mac|iP/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K',
  Enter: '↵',
  Escape: 'Esc',
};
export const keyWords = (keys: string): readonly string[] => keys.split(' ').map((key) => NAMES[key] ?? key);
