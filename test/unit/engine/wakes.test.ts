import { describe, expect, it } from 'vitest';
import { createWakes } from '../../../engine/wakes.ts';

/** Longer than any test may take: what resolves earlier was woken. */
const NEVER_MS = 600_000;

describe('wakes', () => {
  it('wake everyone who waits for the key, and nobody else', async () => {
    const wakes = createWakes();
    const woken: string[] = [];
    const wait = async (name: string, keys: string[]): Promise<void> => {
      await wakes.wait(keys, NEVER_MS, stop.signal);
      if (!stop.signal.aborted) woken.push(name);
    };
    const stop = new AbortController();
    const all = [wait('one', ['run:1']), wait('both', ['run:2', 'run:1']), wait('other', ['run:3'])];
    wakes.call('run:1');
    await Promise.all(all.slice(0, 2));
    stop.abort();
    await Promise.all(all);
    expect(woken).toEqual(['one', 'both']);
  });

  it('end a wait by its time, by an abort, and at once when there is nothing to wait for', async () => {
    const wakes = createWakes();
    await wakes.wait(['a'], 5);
    await wakes.wait(['a'], 0);
    await wakes.wait(['a'], -1);
    await wakes.wait(['a'], NEVER_MS, AbortSignal.abort());
    const stop = new AbortController();
    const waiting = wakes.wait(['a'], NEVER_MS, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('are not kept for those who come later: a call wakes who waits now', async () => {
    const wakes = createWakes();
    wakes.call('a');
    let woken = false;
    const waiting = wakes.wait(['a'], NEVER_MS).then(() => (woken = true));
    await Promise.resolve();
    expect(woken).toBe(false);
    wakes.call('a');
    await waiting;
    expect(woken).toBe(true);
  });

  it('may be called by someone who was just woken, without an end', async () => {
    const wakes = createWakes();
    let rounds = 0;
    const again = async (): Promise<void> => {
      await wakes.wait(['a'], NEVER_MS);
      rounds++;
      if (rounds < 3) {
        const next = again();
        wakes.call('a');
        await next;
      }
    };
    const done = again();
    wakes.call('a');
    await done;
    expect(rounds).toBe(3);
  });
});
