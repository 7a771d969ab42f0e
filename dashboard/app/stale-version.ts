import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { sessionQuery } from '../api/session.ts';

let chunkFailed = false;
let firstVersion: string | undefined;
const listeners = new Set<() => void>();

// A page whose chunk is gone: what is running was built before what is served.
addEventListener('vite:preloadError', () => {
  chunkFailed = true;
  for (const tell of listeners) tell();
});

const watch = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** This tab is older than the server: it should be loaded anew (R13). */
export function useStaleVersion(): boolean {
  const failed = useSyncExternalStore(watch, () => chunkFailed);
  const { data } = useQuery({ ...sessionQuery, refetchInterval: 60_000 });
  firstVersion ??= data?.version;
  return failed || (data !== undefined && data.version !== firstVersion);
}
