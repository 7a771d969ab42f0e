import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createTopicFeed, type Message } from '../../../../api/live/topic-feed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function world(options: { costMs?: number | (() => number); pollMs?: number; fails?: () => boolean } = {}) {
  let drawn = 0;
  const onError = vi.fn<(error: unknown) => void>();
  const feed = createTopicFeed({
    event: 'campaign',
    pollMs: options.pollMs ?? Infinity,
    onError,
    compute: async () => {
      const { costMs = 0 } = options;
      await new Promise((resolve) => setTimeout(resolve, typeof costMs === 'number' ? costMs : costMs()));
      if (options.fails?.()) throw new Error('down');
      return ++drawn;
    },
  });
  const shown = vi.fn<(message: Message) => void>();
  return { feed, shown, onError, drawn: () => drawn };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it('draws nothing while nobody looks', async () => {
  const { feed, drawn } = world({ pollMs: 1_000 });
  feed.touch();
  await pass(10_000);
  expect(drawn()).toBe(0);
});

it('draws one picture for all who look', async () => {
  const { feed, shown, drawn } = world();
  const also = vi.fn<(message: Message) => void>();
  feed.join(shown);
  feed.join(also);
  await pass(1);
  expect(drawn()).toBe(1);
  for (const each of [shown, also]) expect(each.mock.calls).toEqual([[{ event: 'campaign', data: '1' }]]);
});

it('shows a change at once after a quiet time, and no more than four a second after that', async () => {
  const { feed, shown } = world();
  feed.join(shown);
  await pass(5_000);
  feed.touch();
  await pass(1);
  expect(shown).toHaveBeenCalledTimes(2);
  for (let i = 0; i < 1_000; i++) {
    feed.touch();
    await pass(1);
  }
  expect(shown.mock.calls.length - 2).toBeLessThanOrEqual(4);
  await pass(1_000);
  const seen = shown.mock.calls.length;
  await pass(60_000);
  // The last change was shown, and nothing is drawn without one.
  expect(shown).toHaveBeenCalledTimes(seen);
});

it('gives what is dear to draw no more than a fifth of the time', async () => {
  const { feed, shown, drawn } = world({ costMs: 1_000 });
  feed.join(shown);
  for (let i = 0; i < 300; i++) {
    feed.touch();
    await pass(100);
  }
  expect(drawn()).toBeGreaterThan(3);
  // The first one alone does not tell that it is dear.
  expect(drawn()).toBeLessThanOrEqual(1 + 6);
});

it('rests for one slow reading no longer than for a quick one', async () => {
  let costMs = 10;
  const { feed, shown } = world({ costMs: () => costMs });
  feed.join(shown);
  await pass(5_000);
  costMs = 2_000;
  feed.touch();
  await pass(2_001);
  costMs = 10;
  expect(shown).toHaveBeenCalledTimes(2);
  feed.touch();
  await pass(300);
  expect(shown).toHaveBeenCalledTimes(3);
});

it('shows who comes later the picture that is there, unless something changed', async () => {
  const { feed, shown, drawn } = world({ pollMs: 5_000 });
  feed.join(() => {});
  await pass(10);
  feed.join(shown);
  expect(shown).toHaveBeenCalledOnce();
  expect(drawn()).toBe(1);
  await pass(20_000);
  expect(drawn()).toBeGreaterThan(3);
});

it('tries again after a failure, and keeps those who look', async () => {
  let isDown = true;
  const { feed, shown, onError } = world({ fails: () => isDown });
  feed.join(shown);
  await pass(1_000);
  expect(onError).toHaveBeenCalledOnce();
  isDown = false;
  await pass(5_000);
  expect(shown).toHaveBeenCalledOnce();
});

it('stops when the last one has left', async () => {
  const { feed, shown, drawn } = world({ pollMs: 1_000 });
  const seat = feed.join(shown);
  await pass(10);
  seat.leave();
  expect(feed.isEmpty()).toBe(true);
  await pass(10_000);
  expect(drawn()).toBe(1);
});
