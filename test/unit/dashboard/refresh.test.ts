import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { refresh } from '../../../dashboard/live/refresh.ts';

const KEY = ['failures', 'groups'];
let client: QueryClient;
beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient({ defaultOptions: { queries: { retry: 2, retryDelay: 500 } } });
});
afterEach(() => {
  client.clear();
  vi.useRealTimers();
});

/** Shows what `ask` answers, as a page does. */
function shown(ask: () => Promise<number>) {
  const observer = new QueryObserver(client, { queryKey: [...KEY, 'all'], queryFn: ask });
  observer.subscribe(() => {});
  return observer;
}
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('lets a slow answer come while news keeps coming, and asks once more after it', async () => {
  let asked = 0;
  const observer = shown(async () => {
    asked += 1;
    const answer = asked;
    await pause(1_000);
    return answer;
  });
  for (let at = 0; at < 3; at += 1) {
    await vi.advanceTimersByTimeAsync(250);
    refresh(client, KEY);
  }
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(300);
  expect([observer.getCurrentResult().data, asked]).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([observer.getCurrentResult().data, asked]).toEqual([2, 2]);
});

it('comes to an end with a refusal too, however often there is news', async () => {
  const observer = shown(async () => {
    await pause(50);
    throw new Error('unavailable');
  });
  let wasError = false;
  observer.subscribe(({ isError }) => {
    wasError ||= isError;
  });
  for (let at = 0; at < 20; at += 1) {
    await vi.advanceTimersByTimeAsync(250);
    refresh(client, KEY);
  }
  expect(wasError).toBe(true);
});

it('asks for nothing that no page shows, and marks it as old', async () => {
  client.setQueryData([...KEY, 'one'], 1);
  refresh(client, KEY);
  await vi.advanceTimersByTimeAsync(10);
  expect(client.getQueryState([...KEY, 'one'])).toMatchObject({ isInvalidated: true, fetchStatus: 'idle' });
});
