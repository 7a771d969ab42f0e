/** Waits, at most until somebody interrupts. */
export async function pause(ms: number, interrupted: AbortSignal): Promise<void> {
  if (interrupted.aborted) return;
  await new Promise<void>((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      interrupted.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    interrupted.addEventListener('abort', end);
  });
}
