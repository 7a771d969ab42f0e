/** The simulator's own clock: real time plus jumps. All stamps, rate windows and judgements use it. */
export interface Clock {
  nowMs: () => number;
  offsetMs: () => number;
  jump: (byMs: number) => void;
}

export const createClock = (): Clock => {
  let offset = 0;
  return {
    nowMs: () => Date.now() + offset,
    offsetMs: () => offset,
    jump: (byMs) => {
      offset += byMs;
    },
  };
};

export const isoOf = (atMs: number): string => new Date(atMs).toISOString();
