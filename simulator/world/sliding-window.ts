/** At most `limit` per sliding window, by the simulator's clock. */
export interface SlidingWindow {
  tryTake: (nowMs: number) => boolean;
}

export const createSlidingWindow = (limit: number, windowMs: number): SlidingWindow => {
  const taken: number[] = [];
  return {
    tryTake: (nowMs) => {
      if (limit === Infinity) return true;
      while (taken[0] !== undefined && taken[0] <= nowMs - windowMs) taken.shift();
      if (taken.length >= limit) return false;
      taken.push(nowMs);
      return true;
    },
  };
};
