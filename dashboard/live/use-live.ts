import { useEffect, useSyncExternalStore } from 'react';
import type { LiveState } from './live-state.ts';
import { live } from './live.ts';

/** Keeps the queries of a topic fresh while the component is shown; undefined = none yet.. */
export function useLiveTopic(topic: string | undefined): void {
  useEffect(() => (topic === undefined ? undefined : live.join(topic)), [topic]);
}

/** Whether what is shown is live, and if not, since when. */
export const useLiveState = (): LiveState => useSyncExternalStore(live.watch, live.current);
