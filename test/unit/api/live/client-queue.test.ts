import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClientQueue, type ClientQueue, type Sink } from '../../../../api/live/client-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A socket that takes so many bytes before it is full, and keeps them until it is read. */
function world(roomBytes: number) {
  const written: string[] = [];
  let held = 0;
  let last: string | undefined;
  const sink: Sink = {
    write: (text) => {
      written.push(text);
      held += text.length;
      return held < roomBytes;
    },
    bufferedBytes: () => held,
    end: (text) => (last = text),
  };
  const onSlow = vi.fn<() => void>();
  const queue: ClientQueue = createClientQueue(sink, onSlow);
  const read = (): void => {
    held = 0;
    queue.drained();
  };
  return { queue, written, read, onSlow, last: () => last, held: () => held };
}

it('writes at once while there is room', () => {
  const { queue, written } = world(100);
  queue.show('campaign', 'one');
  queue.send('two');
  expect(written).toEqual(['one', 'two']);
});

it('keeps only the newest picture of each topic while the client does not read', () => {
  const { queue, written, read } = world(3);
  queue.show('campaign', 'one');
  for (const text of ['two', 'three', 'four']) queue.show('campaign', text);
  queue.show('system', 'up');
  expect(queue.isOpen()).toBe(false);
  read();
  expect(written).toEqual(['one', 'four']);
  read();
  expect(written).toEqual(['one', 'four', 'up']);
  expect(queue.isOpen()).toBe(true);
});

it('keeps what must arrive in its order', () => {
  const { queue, written, read } = world(3);
  for (const text of ['one', 'two', 'three']) queue.send(text);
  read();
  read();
  expect(written).toEqual(['one', 'two', 'three']);
});

it('says slow and hangs up after five seconds without room', () => {
  const { queue, onSlow, last, written } = world(3);
  queue.send('one');
  vi.advanceTimersByTime(4_999);
  expect(onSlow).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSlow).toHaveBeenCalledOnce();
  expect(last()).toContain('event: slow');
  queue.send('two');
  expect(written).toEqual(['one']);
});

it('lets nobody go who read in time', () => {
  const { queue, onSlow, read } = world(3);
  queue.send('one');
  vi.advanceTimersByTime(4_000);
  read();
  vi.advanceTimersByTime(10_000);
  expect(onSlow).not.toHaveBeenCalled();
});

it('never holds more than 256 kB for one client', () => {
  const { queue, onSlow, held } = world(16_384);
  let kept = 0;
  for (let i = 0; i < 10_000 && onSlow.mock.calls.length === 0; i++) {
    queue.show(`topic ${i}`, 'x'.repeat(1_000));
    kept = Math.max(kept, held() + Math.max(0, i - 16) * 1_000);
  }
  expect(onSlow).toHaveBeenCalledOnce();
  expect(kept).toBeLessThan(256 * 1024 + 1_000);
});

it('is silent once it is closed', () => {
  const { queue, onSlow, read, written } = world(3);
  queue.send('one');
  queue.send('two');
  queue.close();
  read();
  vi.advanceTimersByTime(60_000);
  expect(written).toEqual(['one']);
  expect(onSlow).not.toHaveBeenCalled();
});
