import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { seedProgramme } from '../../support/seed-programme.ts';
import { openApi, type ApiWorld } from './api-world.ts';

let world: ApiWorld;
let url = '';
beforeAll(async () => {
  world = await openApi();
  const { programmeId } = await seedProgramme(world.engine, world.test, {});
  url = `/v1/programmes/${programmeId}`;
});
afterAll(() => world.close());

const HOUR = 3_600_000;
const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
const PLAN = z.object({ plan: z.array(z.object({ step: z.string(), status: z.string(), at: z.string().nullable() })) });

it('takes a cancellation back: the plan stands as it was, and steps that were taken out stay out', async () => {
  const one = `${url}/appointments/visit-1`;
  const booked = await world.ask('PUT', one, { body: { phone: '+12125550301', startsAt: at(96) } });
  await world.ask('POST', `${one}/skip`, { body: { steps: ['24h-sms'] } });
  expect((await world.ask('DELETE', one)).body).toMatchObject({ state: 'cancelled' });

  const back = await world.ask('POST', `${one}/restore`, { body: { reason: 'pressed by mistake' } });
  expect(back).toMatchObject({ status: 200, body: { change: 'restored', state: 'booked' } });
  const [was, is] = [PLAN.parse(booked.body).plan, PLAN.parse(back.body).plan];
  expect(is.map(({ step, status }) => [step, status])).toEqual([
    ['24h-sms', 'skipped'],
    ['2h-call', 'planned'],
  ]);
  expect(is[1]?.at).toBe(was[1]?.at);
  expect((await world.ask('POST', `${one}/restore`)).body).toMatchObject({ change: 'unchanged', state: 'booked' });
});

it('changes a series by what is to be otherwise, without its number', async () => {
  const one = `${url}/series/ann`;
  const body = { phone: '+12125550302', rule: 'every Tuesday 09:30', name: 'Ann', variables: { doctor: 'Okafor' } };
  await world.ask('PUT', one, { body });
  const dry = await world.ask('PATCH', `${one}?dryRun=true`, { body: { rule: 'every Tuesday 11:00' } });
  expect(dry.body).toMatchObject({ change: 'edited', words: 'every week on Tuesday at 11:00 in New York' });
  expect((await world.ask('GET', one)).body).toMatchObject({ words: 'every week on Tuesday at 09:30 in New York' });

  const changed = await world.ask('PATCH', one, { body: { rule: 'every Tuesday 11:00' } });
  expect(changed).toMatchObject({
    status: 200,
    body: { change: 'edited', phone: body.phone, name: 'Ann', variables: body.variables },
  });
  expect((await world.ask('PATCH', one, { body: {} })).body).toMatchObject({ change: 'unchanged' });
});
