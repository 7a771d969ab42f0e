/** What a timer is for: a jump of the clock is refused while calls, webhooks or replies are due. */
export type TimerKind = 'call' | 'webhook' | 'reply' | 'answer';

interface Timer {
  dueMs: number;
  order: number;
  kind: TimerKind;
  run: () => void;
}

export interface TimerHeap {
  /** Runs `run` after `delayMs` of real time; timers of the same moment run in the order they were set. */
  schedule: (kind: TimerKind, delayMs: number, run: () => void) => void;
  count: (kind: TimerKind) => number;
  /** Real milliseconds until the next call, webhook or reply timer; null when there is none. */
  nextDueInMs: () => number | null;
  /** Drops all timers, or all but those of answers that clients wait for. */
  clear: (which: 'all' | 'all_but_answers') => void;
}

const isBefore = (a: Timer, b: Timer): boolean => a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);

/** One timer of the runtime for any number of ours: a setTimeout per call costs more than the call itself. */
export const createTimerHeap = (): TimerHeap => {
  const heap: Timer[] = [];
  const counts: Record<TimerKind, number> = { call: 0, webhook: 0, reply: 0, answer: 0 };
  let order = 0;
  let handle: NodeJS.Timeout | undefined;
  let armedForMs = Infinity;

  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first === undefined || second === undefined) return;
    heap[a] = second;
    heap[b] = first;
  };
  const firstIsBefore = (a: number, b: number): boolean => {
    const [first, second] = [heap[a], heap[b]];
    return first !== undefined && second !== undefined && isBefore(first, second);
  };
  const push = (timer: Timer): void => {
    heap.push(timer);
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!firstIsBefore(at, parent)) break;
      swap(at, parent);
      at = parent;
    }
  };
  const pop = (): Timer | undefined => {
    swap(0, heap.length - 1);
    const top = heap.pop();
    let at = 0;
    for (;;) {
      let least = at;
      if (firstIsBefore(2 * at + 1, least)) least = 2 * at + 1;
      if (firstIsBefore(2 * at + 2, least)) least = 2 * at + 2;
      if (least === at) return top;
      swap(at, least);
      at = least;
    }
  };

  const arm = (): void => {
    const top = heap[0];
    if (top === undefined || top.dueMs >= armedForMs) return;
    clearTimeout(handle);
    armedForMs = top.dueMs;
    handle = setTimeout(fire, Math.max(0, Math.min(top.dueMs - performance.now(), 2 ** 31 - 1)));
  };
  const fire = (): void => {
    armedForMs = Infinity;
    const now = performance.now();
    for (let top = heap[0]; top !== undefined && top.dueMs <= now; top = heap[0]) {
      pop();
      counts[top.kind] -= 1;
      top.run();
    }
    arm();
  };

  return {
    schedule: (kind, delayMs, run) => {
      counts[kind] += 1;
      order += 1;
      push({ dueMs: performance.now() + Math.max(0, delayMs), order, kind, run });
      arm();
    },
    count: (kind) => counts[kind],
    nextDueInMs: () => {
      let next = Infinity;
      for (const timer of heap) if (timer.kind !== 'answer') next = Math.min(next, timer.dueMs);
      return next === Infinity ? null : Math.max(0, Math.round(next - performance.now()));
    },
    clear: (which) => {
      clearTimeout(handle);
      armedForMs = Infinity;
      const kept = which === 'all' ? [] : heap.filter(({ kind }) => kind === 'answer');
      heap.length = 0;
      for (const kind of ['call', 'webhook', 'reply', 'answer'] as const) counts[kind] = 0;
      for (const timer of kept) {
        counts[timer.kind] += 1;
        push(timer);
      }
      arm();
    },
  };
};
