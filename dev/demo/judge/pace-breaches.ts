/** One limit, and the send stamps that it counts. */
export interface PacedSends {
  maxCount: number;
  windowMs: number;
  sends: readonly { attemptId: string; atMs: number }[];
}

/** Attempts whose send makes one too many in the sliding window that ends with it. */
export function paceBreaches(limits: readonly PacedSends[]): string[] {
  return limits.flatMap(({ maxCount, windowMs, sends }) => {
    const sorted = sends.toSorted((a, b) => a.atMs - b.atMs);
    return sorted
      .filter((send, index) => {
        const earliest = sorted[index - maxCount];
        return earliest !== undefined && send.atMs - earliest.atMs < windowMs;
      })
      .map(({ attemptId }) => attemptId);
  });
}
