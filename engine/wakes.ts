/** Wake-ups inside one process: whoever waits for a key goes on when it is called, or when its time is over. */
export interface Wakes {
  call: (key: string) => void;
  /** Resolves at the first call of any of the keys, or after `timeoutMs`, or at the abort; never rejects. */
  wait: (keys: readonly string[], timeoutMs: number, signal?: AbortSignal) => Promise<void>;
}

/** Builds the hub. It is fed by LISTEN, so it carries hints only: every waiter also has its time-out. */
export function createWakes(): Wakes {
  const waiters = new Map<string, Set<() => void>>();
  return {
    call: (key) => {
      // A waiter takes itself out of the set while it is walked, which a Set allows.
      for (const wake of waiters.get(key) ?? []) wake();
    },
    wait: async (keys, timeoutMs, signal) => {
      if (signal?.aborted || timeoutMs <= 0) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          for (const key of keys) {
            waiters.get(key)?.delete(wake);
            if (waiters.get(key)?.size === 0) waiters.delete(key);
          }
          resolve();
        };
        const timer = setTimeout(wake, timeoutMs);
        signal?.addEventListener('abort', wake);
        for (const key of keys) waiters.set(key, (waiters.get(key) ?? new Set()).add(wake));
      });
    },
  };
}
