import { useSyncExternalStore } from 'react';
import type { Tone } from './tone.ts';

export interface ToastParts {
  title: string;
  detail?: string | undefined;
  tone?: Tone;
  /** Takes it back while the ring runs. */
  undo?: (() => void) | undefined;
  /** How long it stays; with `undo` the time that is left for it. Bad news stays until it is closed. */
  forMs?: number;
}

export interface Toast extends ToastParts {
  id: number;
}

export const UNDO_MS = 5_000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const tell of listeners) tell();
}

/** Says that something was done (or not), at the corner of the page. Never the only place of something lasting. */
export const toast = (parts: ToastParts): void => {
  const others = toasts.filter((one) => !isSame(one, parts));
  set([...others.slice(-3), { ...parts, id: nextId++ }]);
};
/** Said twice is said once, for as long as the later one; each undo is of something else. */
const isSame = (one: ToastParts, other: ToastParts): boolean =>
  one.undo === undefined &&
  other.undo === undefined &&
  one.title === other.title &&
  one.detail === other.detail &&
  one.tone === other.tone;
export const dropToast = (id: number): void => set(toasts.filter((one) => one.id !== id));

const watch = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useToasts = (): readonly Toast[] => useSyncExternalStore(watch, () => toasts);
