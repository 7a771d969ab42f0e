import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { sessionQuery } from '../api/session.ts';
import { isSomethingTyped } from './edited.ts';

/** The build from which this tab was last loaded anew by itself. */
const RELOADED_KEY = 'outdial-reloaded-from';

let isReplaced = false;
let firstVersion: string | undefined;
const listeners = new Set<() => void>();
const missing = new WeakSet<Error>();

addEventListener('vite:preloadError', ({ payload }) => {
  missing.add(payload);
  // The router would load the page anew without asking whether there is another one, or anything at all.
  sessionStorage.setItem(`tanstack_router_reload:${payload.message}`, '1');
  void lookWhetherReplaced();
});

/** Whether code of the page could not be fetched: the build is gone, or the network is. */
export const isMissingCode = (error: unknown): boolean => error instanceof Error && missing.has(error);

/**
 * What to do about missing code. Browsers do not ask again for what failed once, so the page is loaded anew at the same
 * address where somebody answers: once for a build, and not where something typed would be lost. null = it is about to
 * be. Else what to say.
 */
export async function aboutMissing(): Promise<{ title: string; detail: string } | null> {
  const found = await lookWhetherReplaced();
  if (found === 'silent') {
    return {
      title: 'This part could not be fetched',
      detail: 'Nothing was done. Try again when Outdial can be reached.',
    };
  }
  if (!isSomethingTyped() && sessionStorage.getItem(RELOADED_KEY) !== ownEntry()) {
    sessionStorage.setItem(RELOADED_KEY, ownEntry());
    location.reload();
    return null;
  }
  return {
    title: found === 'replaced' ? 'Outdial was updated' : 'This part could not be fetched',
    detail: 'Nothing was done. Keep what you typed, reload this page, and open it again.',
  };
}

const ownEntry = (): string => document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? '';

/** Whether what is served begins with other code than this tab did; `silent` = nobody answers. */
async function lookWhetherReplaced(): Promise<'replaced' | 'same' | 'silent'> {
  try {
    const page = await fetch('/', { headers: { accept: 'text/html' }, cache: 'no-store' });
    if (!page.ok) return 'silent';
    if ((await page.text()).includes(ownEntry())) return 'same';
  } catch {
    return 'silent';
  }
  isReplaced = true;
  for (const tell of listeners) tell();
  return 'replaced';
}

const watch = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** This tab is older than the server: it should be loaded anew (R13). */
export function useStaleVersion(): boolean {
  const isOld = useSyncExternalStore(watch, () => isReplaced);
  const { data } = useQuery({ ...sessionQuery, refetchInterval: 60_000 });
  firstVersion ??= data?.version;
  return isOld || (data !== undefined && data.version !== firstVersion);
}
