import { useSyncExternalStore } from 'react';

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let offsetMs = 0;
let ticker: ReturnType<typeof setInterval> | undefined;

/** Server time minus this machine's, as the session told; what is relative is relative to the server. */
export const setClockOffset = (ms: number): void => {
  offsetMs = ms;
};
export const serverNowMs = (): number => Date.now() + offsetMs;

function watch(listener: () => void): () => void {
  listeners.add(listener);
  ticker ??= setInterval(() => {
    nowMs = Date.now();
    for (const tell of listeners) tell();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(ticker);
    ticker = undefined;
  };
}

/** The server's time in ms, once a second; one timer for the whole page. */
export const useNow = (): number => useSyncExternalStore(watch, () => nowMs) + offsetMs;
