import { afterEach, describe, expect, it } from 'vitest';
import { documentOf, run } from '../../support/recording-io.ts';
import { apiStub, type Request, type StubAnswer } from './api-stub.ts';

const ID = '01980000-0000-7000-8000-000000000001';
const CAMPAIGN = '01980000-0000-7000-8000-000000000002';
const SCHEDULE = {
  id: ID,
  name: 'Recall',
  campaignId: CAMPAIGN,
  campaignName: 'June recall',
  state: 'active',
  version: 3,
  synced: false,
  rrule: 'FREQ=DAILY',
  words: 'every day at 02:30',
  firstLocal: '2026-03-07T02:30',
  zone: 'America/Chicago',
  overlap: 'skip',
  catchUpMinutes: 10,
  jitterSeconds: 0,
  exclusions: ['2026-12-25'],
  next: [
    { at: '2026-03-07T08:30:00.000Z', local: '2026-03-07T02:30', note: null },
    { at: '2026-03-08T08:30:00.000Z', local: '2026-03-08T03:30', note: 'gap' },
  ],
  starts: [
    {
      scheduledAt: '2026-03-06T08:30:00.000Z',
      local: '2026-03-06T02:30',
      state: 'skipped',
      reason: 'overlap',
      campaignId: null,
      campaignState: null,
    },
  ],
  createdBy: 'test',
  createdAt: '2026-03-01T00:00:00.000Z',
};

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});
async function serve(answer: (request: Request) => StubAnswer | undefined) {
  stub = await apiStub(answer);
  return { apiUrl: stub.url, apiKey: 'od_test' };
}
const last = (): Request | undefined => stub?.requests.at(-1);

describe('outdial schedules', () => {
  it('creates one as it was said, and shows what was understood with the next starts in local time', async () => {
    const options = await serve(() => ({ status: 201, body: SCHEDULE }));
    const words = [
      '--rule',
      'every day 02:30',
      '--zone',
      'America/Chicago',
      '--except',
      '2026-12-25',
      '--catch-up',
      '5',
    ];
    const { code, out } = await run(['schedules', 'create', CAMPAIGN, '--name', 'Recall', ...words], options);
    expect(code).toBe(0);
    expect(last()).toMatchObject({ method: 'POST', path: '/v1/schedules' });
    expect(JSON.parse(last()?.body ?? '')).toEqual({
      name: 'Recall',
      campaignId: CAMPAIGN,
      rule: 'every day 02:30',
      zone: 'America/Chicago',
      catchUpMinutes: 5,
      exclusions: ['2026-12-25'],
    });
    expect(out).toContain('Sun 2026-03-08 03:30  2026-03-08T08:30:00Z  clocks jump over its time that day');
    expect(out).toContain('skipped: overlap');
    expect(out).toContain('the scheduler is still to be told');
  });

  it('says with --dry-run what would be made, and asks for nothing more', async () => {
    const { rrule, words, firstLocal, zone, next } = SCHEDULE;
    const options = await serve(() => ({ body: { rrule, words, firstLocal, zone, next } }));
    const said = ['schedules', 'create', CAMPAIGN, '--rule', 'every day 02:30', '--zone', zone, '--dry-run'];
    const { code, out } = await run(said, options);
    expect(code).toBe(0);
    expect(stub?.requests.map(({ path, query }) => `${path}?${String(query)}`)).toEqual(['/v1/schedules?dryRun=true']);
    expect(out).toContain('every day at 02:30 (America/Chicago)');
    expect(out).toContain('Sun 2026-03-08 03:30  2026-03-08T08:30:00Z  clocks jump over its time that day');
    expect(out).toContain('Nothing was made.');
  });

  it('finds one by its name, changes only what is named, and says what is missing', async () => {
    const options = await serve(({ method }) => ({
      body: method === 'GET' ? { items: [SCHEDULE], nextCursor: null } : SCHEDULE,
    }));
    expect((await run(['schedules', 'change', 'Recall', '--jitter', '30'], options)).code).toBe(0);
    expect(last()).toMatchObject({ method: 'PATCH', path: `/v1/schedules/${ID}`, body: '{"jitterSeconds":30}' });
    expect((await run(['schedules', 'change', 'Recall'], options)).err).toContain('say what to change');
    expect((await run(['schedules', 'create', CAMPAIGN, '--zone', 'UTC'], options)).err).toContain('--rule is missing');
    expect((await run(['schedules', 'show', 'Other'], options)).err).toContain(
      'No recurring campaign is called "Other"',
    );
  });

  it.each([
    ['pause', 'POST', '/pause'],
    ['resume', 'POST', '/resume'],
    ['remove', 'DELETE', ''],
  ])('%s answers with the schedule as JSON', async (word, method, path) => {
    const options = await serve(() => ({ body: SCHEDULE }));
    expect(documentOf(await run(['schedules', word, ID, '--json'], options))).toMatchObject({
      id: ID,
      next: [{}, { note: 'gap' }],
    });
    expect(last()).toMatchObject({ method, path: `/v1/schedules/${ID}${path}` });
  });
});
