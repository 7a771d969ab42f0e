import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createTimerHeap } from '../../../simulator/world/timer-heap.ts';

const heap = createTimerHeap();
afterEach(() => heap.clear('all'));

describe('timer heap', () => {
  it('runs timers by due time, and those of one moment in the order they were set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 60 }), async (delays) => {
        const ran: number[] = [];
        await new Promise<void>((resolve) => {
          for (const delay of delays) {
            // Whole steps apart, so that the moments at which they were set do not decide.
            heap.schedule('call', delay * 2, () => {
              ran.push(delay);
              if (ran.length === delays.length) resolve();
            });
          }
        });
        expect(ran).toEqual(delays.toSorted((a, b) => a - b));
        expect(heap.count('call')).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('tells what is due, leaving out answers that clients wait for', () => {
    heap.schedule('answer', 10, () => undefined);
    expect(heap.nextDueInMs()).toBeNull();
    heap.schedule('webhook', 60_000, () => undefined);
    expect(heap.nextDueInMs()).toBeGreaterThan(50_000);
    expect(heap.count('webhook')).toBe(1);
  });

  it('keeps waiting answers at a reset and drops the rest', async () => {
    const ran: string[] = [];
    heap.schedule('call', 5, () => ran.push('call'));
    await new Promise<void>((resolve) => {
      heap.schedule('answer', 20, () => {
        ran.push('answer');
        resolve();
      });
      heap.clear('all_but_answers');
    });
    expect(ran).toEqual(['answer']);
    expect(heap.count('call')).toBe(0);
  });

  it('goes on with the other timers when one sets a new one', async () => {
    const ran: string[] = [];
    await new Promise<void>((resolve) => {
      heap.schedule('call', 1, () => {
        ran.push('first');
        heap.schedule('call', 0, () => {
          ran.push('third');
          resolve();
        });
      });
      heap.schedule('call', 1, () => ran.push('second'));
    });
    expect(ran.toSorted()).toEqual(['first', 'second', 'third']);
  });
});
