import type { IncomingMessage } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelCampaign } from '../../../engine/campaigns/cancel.ts';
import { pauseCampaign } from '../../../engine/campaigns/pause.ts';
import { resumeCampaign } from '../../../engine/campaigns/resume.ts';
import { listenTo } from '../../../db/listen.ts';
import { INTERRUPTED } from '../../../cli/remote/api-client.ts';
import { run as runCli, type Outcome } from '../../support/recording-io.ts';
import { seedCampaign } from '../../support/seed.ts';
import { openApi, type ApiWorld } from '../api/api-world.ts';

let world: ApiWorld;
let apiUrl: string;
/** Every request that reached the api, and what it named as its last event. */
const asked: { path: string; lastEventId: string | null; cut: () => void }[] = [];
beforeAll(async () => {
  let databaseUrl = '';
  world = await openApi({
    api: {
      listenLive: (onPayload, onListening) =>
        listenTo({ url: databaseUrl, channel: 'live', onPayload, onListening, onError: () => {} }),
    },
  });
  databaseUrl = world.test.url;
  world.app.server.on('request', ({ url = '', socket }: IncomingMessage) => {
    const { pathname, searchParams } = new URL(url, 'http://api');
    asked.push({ path: pathname, lastEventId: searchParams.get('lastEventId'), cut: () => socket.destroy() });
  });
  apiUrl = await world.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => world.close());
afterEach(() => void asked.splice(0));

const polls = (): number => asked.filter(({ path }) => path.endsWith('/progress')).length;
const streams = () => asked.filter(({ path }) => path === '/v1/live');

interface Watching {
  campaignId: string;
  ended: Promise<Outcome>;
  detach: () => void;
}

async function watch(words: readonly string[] = [], options: { tty?: boolean } = {}): Promise<Watching> {
  const { campaignId } = await seedCampaign(world.engine, world.test, { contacts: 3 });
  const interrupt = new AbortController();
  const ended = runCli(['campaign', 'watch', campaignId, ...words], {
    apiUrl,
    apiKey: world.adminKey,
    interrupted: interrupt.signal,
    ...options,
  });
  return { campaignId, ended, detach: () => interrupt.abort(INTERRUPTED) };
}
/** The stream has brought a picture: nothing is asked any more. */
async function untilLive(): Promise<void> {
  await vi.waitFor(
    async () => {
      const before = polls();
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect([streams().length > 0, polls()]).toEqual([true, before]);
    },
    { timeout: 10_000 },
  );
}

describe('outdial campaign watch', () => {
  it('follows the stream that pages follow, asks nothing meanwhile, and ends when the campaign does', async () => {
    const { campaignId, ended } = await watch();
    await untilLive();
    const before = polls();
    await pauseCampaign(world.engine, { campaignId, actor: 'test', reason: 'lunch' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await resumeCampaign(world.engine, { campaignId, actor: 'test' });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await cancelCampaign(world.engine, { campaignId, actor: 'test' });
    const { code, out, err } = await ended;
    expect([code, polls(), streams().length]).toEqual([1, before, 1]);
    expect(err).toMatch(/running .*\npaused .*Paused by test .*: lunch\nrunning .*\n/s);
    expect(out).toContain('cancelled  ');
  });

  it('is left with Ctrl-C, which cancels nothing, and says how to come back', async () => {
    const { campaignId, ended, detach } = await watch([], { tty: true });
    await untilLive();
    detach();
    const { code, out } = await ended;
    expect(code).toBe(0);
    expect(out).toContain(`Detached: the campaign goes on. Watch it again: outdial campaign watch ${campaignId}`);
    expect((await world.ask('GET', `/v1/campaigns/${campaignId}`)).field('state')).toBe('running');
  });

  it('asks while the stream is cut, and comes back to it with what it heard last', async () => {
    const { campaignId, ended } = await watch(['--json']);
    await untilLive();
    await pauseCampaign(world.engine, { campaignId, actor: 'test' });
    // The event of it, or a heartbeat, has an id.
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    const before = polls();
    streams()[0]?.cut();
    await vi.waitFor(() => expect(polls()).toBeGreaterThan(before + 1), { timeout: 5_000 });
    await vi.waitFor(() => expect(streams()).toHaveLength(2), { timeout: 10_000 });
    await untilLive();
    expect(streams()[1]?.lastEventId).toMatch(/^\d+$/);
    await cancelCampaign(world.engine, { campaignId, actor: 'test' });
    const { code, out, err } = await ended;
    expect([code, err, JSON.parse(out)]).toMatchObject([1, '', { state: 'cancelled', campaignId }]);
  }, 60_000);
});
