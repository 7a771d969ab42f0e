import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { send } from '../../../dashboard/api/client.ts';

interface Sent {
  url: string;
  key: string | null;
  answer: (status: number, body: unknown) => void;
}
let sent: Sent[] = [];

beforeEach(() => {
  sent = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    return await new Promise<Response>((resolve) => {
      const answer = (status: number, body: unknown): void => resolve(Response.json(body, { status }));
      sent.push({ url, key: new Headers(init.headers).get('idempotency-key'), answer });
    });
  });
});
afterEach(() => vi.unstubAllGlobals());

const pause = (campaignId = 'a', reason?: string): Promise<unknown> =>
  send('POST', '/campaigns/:campaignId/pause', { params: { campaignId }, body: { reason } });

it('sends what is pressed twice once, and both get its answer', async () => {
  const pressed = [pause(), pause()];
  expect(sent).toHaveLength(1);
  sent[0]?.answer(200, { state: 'paused' });
  expect(await Promise.all(pressed)).toEqual([{ state: 'paused' }, { state: 'paused' }]);
});

it('sends another thing beside it, and the same again once it was answered, each under a key of its own', async () => {
  const pressed = [pause('a'), pause('b'), pause('a', 'because')];
  expect(sent.map(({ url }) => url)).toEqual([
    '/v1/campaigns/a/pause',
    '/v1/campaigns/b/pause',
    '/v1/campaigns/a/pause',
  ]);
  for (const { answer } of sent) answer(200, {});
  await Promise.all(pressed);
  const again = pause('a');
  expect(sent).toHaveLength(4);
  sent[3]?.answer(200, {});
  await again;
  expect(new Set(sent.map(({ key }) => key)).size).toBe(4);
});

it('tells both what was refused, and lets it be tried again', async () => {
  const pressed = [pause(), pause()];
  sent[0]?.answer(409, { code: 'campaign_over', detail: 'It is over.' });
  const refusals = await Promise.allSettled(pressed);
  expect(refusals.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = pause();
  expect(sent).toHaveLength(2);
  sent[1]?.answer(200, {});
  await again;
});

it('is one launch under one key, and another under another', async () => {
  const launch = (idempotencyKey: string): Promise<unknown> =>
    send('POST', '/campaigns/:campaignId/launch', { params: { campaignId: 'a' }, idempotencyKey });
  const pressed = [launch('k1'), launch('k1'), launch('k2')];
  expect(sent.map(({ key }) => key)).toEqual(['k1', 'k2']);
  for (const { answer } of sent) answer(200, {});
  await Promise.all(pressed);
});

it('does not take two files for one', async () => {
  const put = (): Promise<unknown> => send('PUT', '/imports/x/content', { body: new Blob(['a']) });
  const pressed = [put(), put()];
  expect(sent).toHaveLength(2);
  for (const { answer } of sent) answer(200, {});
  await Promise.all(pressed);
});
