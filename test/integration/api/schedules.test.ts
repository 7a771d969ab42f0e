import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedCampaign, type Seeded } from '../../support/seed.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let template: Seeded;
beforeAll(async () => {
  world = await openApi();
  template = await seedCampaign(world.engine, world.test, { contacts: 2, launch: false });
});
afterAll(() => world.close());

const draft = (more: object = {}) => ({
  name: 'Recall',
  campaignId: template.campaignId,
  rule: 'every 2nd Tuesday 09:30',
  first: '2098-10-14',
  zone: 'America/Chicago',
  ...more,
});
const problemsOf = (body: Record<string, unknown>): string[] =>
  (Array.isArray(body['problems']) ? body['problems'] : []).map(
    ({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`,
  );

describe('recurring campaigns', () => {
  it('only say what they would be when that is asked, or what is wrong', async () => {
    const would = await world.ask('POST', '/v1/schedules?dryRun=true', { body: draft() });
    expect(would.status).toBe(200);
    expect(would.body).toMatchObject({ rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', firstLocal: '2098-10-14T09:30' });
    expect(would.body['next']).toHaveLength(5);
    const wrong = await world.ask('POST', '/v1/schedules?dryRun=true', { body: draft({ zone: 'Mars/Base' }) });
    expect([wrong.status, problemsOf(wrong.body)]).toEqual([422, ['/zone zone_unknown']]);
    expect((await world.ask('GET', '/v1/schedules')).body).toMatchObject({ items: [] });
  });

  it('say what was understood and the next five starts, at the same local time over a change of clocks', async () => {
    const made = await world.ask('POST', '/v1/schedules', { body: draft() });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      state: 'active',
      version: 1,
      synced: false,
      rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
      firstLocal: '2098-10-14T09:30',
      overlap: 'skip',
      catchUpMinutes: 10,
      jitterSeconds: 0,
      next: [
        { local: '2098-10-14T09:30', at: '2098-10-14T14:30:00.000Z', note: null },
        { local: '2098-10-28T09:30', at: '2098-10-28T14:30:00.000Z' },
        { local: '2098-11-11T09:30', at: '2098-11-11T15:30:00.000Z' },
        { local: '2098-11-25T09:30' },
        { local: '2098-12-09T09:30' },
      ],
      starts: [],
    });
    expect(made.field('words')).toMatch(/Tuesday/);
  });

  it('are changed, paused, resumed, listed and removed; none of it needs the scheduler', async () => {
    const made = await world.ask('POST', '/v1/schedules', { body: draft({ name: 'Changed' }) });
    const path = `/v1/schedules/${made.field('id')}`;
    const changed = await world.ask('PATCH', path, {
      body: { rule: 'every Wednesday 10:15', overlap: 'buffer_one', exclusions: ['2098-10-15'], jitterSeconds: 60 },
    });
    expect(changed.body).toMatchObject({
      version: 2,
      rrule: 'FREQ=WEEKLY;BYDAY=WE',
      firstLocal: '2098-10-14T10:15',
      overlap: 'buffer_one',
      jitterSeconds: 60,
      exclusions: ['2098-10-15'],
      next: [{ local: '2098-10-22T10:15' }, {}, {}, {}, {}],
    });
    expect((await world.ask('PATCH', path, { body: { first: '2098-12-01' } })).body).toMatchObject({
      firstLocal: '2098-12-01T10:15',
    });
    const paused = await world.ask('POST', `${path}/pause`, { body: { reason: 'holiday' } });
    expect(paused.body).toMatchObject({ state: 'paused', next: [] });
    expect((await world.ask('POST', `${path}/resume`)).body).toMatchObject({ state: 'active', version: 5 });
    expect((await world.ask('DELETE', path)).body).toMatchObject({ state: 'removed', next: [] });
    expect((await world.ask('PATCH', path, { body: { name: 'x' } })).body).toMatchObject({ code: 'schedule_removed' });
    const ids = async (query: string): Promise<unknown[]> => {
      const { items } = (await world.ask('GET', `/v1/schedules${query}`)).body;
      return (Array.isArray(items) ? items : []).map(({ id }: { id: string }) => id);
    };
    expect(await ids('')).not.toContain(made.field('id'));
    expect(await ids('?state=removed')).toEqual([made.field('id')]);
  });

  it('name every problem at once', async () => {
    const wrong = await world.ask('POST', '/v1/schedules', {
      body: draft({
        zone: 'Mars/Base',
        catchUpMinutes: 0,
        jitterSeconds: -1,
        exclusions: ['2098-02-30'],
        first: 'soon',
      }),
    });
    expect(wrong.body).toMatchObject({ status: 422, code: 'schedule_invalid' });
    expect(problemsOf(wrong.body)).toEqual([
      '/zone zone_unknown',
      '/catchUpMinutes out_of_range',
      '/jitterSeconds out_of_range',
      '/exclusions date_invalid',
      '/first first_invalid',
    ]);
  });

  it.each<[string, object, string]>([
    ['a rule that nobody understands', { rule: 'now and then' }, '/rule rule_unreadable'],
    ['a rule without a time', { rule: 'every Tuesday' }, '/first first_missing'],
    ['a first at another time than the rule says', { first: '2098-10-14T10:00' }, '/first rule_time'],
    ['a rule that is over', { rule: 'FREQ=DAILY;COUNT=2', first: '2020-01-01T10:00' }, '/rule rule_over'],
  ])('refuse %s', async (_, more, problem) => {
    const answer = await world.ask('POST', '/v1/schedules', { body: draft(more) });
    expect(problemsOf(answer.body)).toEqual([problem]);
  });

  it('refuse a campaign that no start could copy', async () => {
    const dated = await seedCampaign(world.engine, world.test, {
      contacts: 1,
      launch: false,
      settings: { endsAtMs: Date.UTC(2099, 0) },
    });
    const ask = async (campaignId: string) => await world.ask('POST', '/v1/schedules', { body: draft({ campaignId }) });
    expect((await ask(dated.campaignId)).body).toMatchObject({ status: 422, code: 'template_has_dates' });
    await world.ask('POST', `/v1/campaigns/${dated.campaignId}/cancel`);
    expect((await ask(dated.campaignId)).body).toMatchObject({ status: 409, code: 'campaign_cancelled' });
    const nobody = '01890000-0000-7000-8000-00000000000d';
    expect((await ask(nobody)).body).toMatchObject({ status: 404, code: 'unknown_campaign' });
    expect((await world.ask('GET', `/v1/schedules/${nobody}`)).body).toMatchObject({ code: 'unknown_schedule' });
    const { settings } = (await world.ask('GET', `/v1/campaigns/${template.campaignId}`)).body;
    const empty = await world.ask('POST', '/v1/campaigns', { body: { name: 'Empty', settings } });
    expect((await ask(empty.field('campaignId'))).body).toMatchObject({ status: 409, code: 'no_list' });
  });
});
