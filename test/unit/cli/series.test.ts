import { afterEach, expect, it } from 'vitest';
import { run } from '../../support/recording-io.ts';
import { apiStub, type StubAnswer } from './api-stub.ts';

const SERIES = {
  seriesId: '01980000-0000-7000-8000-000000000001',
  programmeId: '01980000-0000-7000-8000-000000000002',
  externalId: 'ann',
  version: 1,
  state: 'active',
  rrule: 'FREQ=WEEKLY;BYDAY=SU',
  words: 'every week on Sunday at 02:30 in New York',
  firstLocal: '2027-03-07T02:30',
  zone: 'America/New_York',
  phone: '+12125551234',
  name: null,
  variables: {},
  madeUntil: '2027-04-21T12:00:00.000Z',
  changedAt: '2027-02-20T12:00:00.000Z',
  next: [
    {
      occurrence: '2027-03-14',
      local: '2027-03-14T03:30',
      at: '2027-03-14T07:30:00.000Z',
      understood: 'Sun 14 Mar 03:30 in New York',
      note: { code: 'gap', message: '02:30 does not exist on 2027-03-14 in New York: it is at 03:30.' },
      appointment: null,
    },
  ],
};
const CHANGED = {
  ...SERIES,
  change: 'created',
  occurrences: { booked: 9, changed: 0, cancelled: 1, inFlight: [], problems: [] },
};

let stub: Awaited<ReturnType<typeof apiStub>> | undefined;
afterEach(async () => {
  await stub?.close();
});
const outdial = async (words: string[], answer: StubAnswer) => {
  stub = await apiStub(() => answer);
  return { ...(await run([...words, '--api', stub.url, '--key', 'k'])), requests: stub.requests };
};

it('sends what was typed and says what was understood, with the notes on changes of the clocks', async () => {
  const words = ['series', 'set', 'Physio', 'ann', '--rule', 'every Sunday 02:30', '--phone', '+1 212 555 1234'];
  const { out, code, requests } = await outdial([...words, '--var', 'doctor=Lee'], { status: 201, body: CHANGED });
  expect(code).toBe(0);
  expect(requests[0]).toMatchObject({ method: 'PUT', path: '/v1/programmes/Physio/series/ann' });
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    rule: 'every Sunday 02:30',
    phone: '+12125551234',
    variables: { doctor: 'Lee' },
  });
  expect(out).toContain('Created. 9 appointments booked, 1 appointment cancelled.');
  expect(out).toContain('every week on Sunday at 02:30 in New York');
  expect(out).toContain('! 02:30 does not exist on 2027-03-14');
  expect(out).toContain('not booked yet');
});

it('asks for a trial, and says that nothing was done', async () => {
  const words = ['series', 'split', 'Physio', 'ann', '--from', '2027-03-14', '--into', 'ann-2', '--dry-run'];
  const { out, requests } = await outdial(words, { body: { ...CHANGED, change: 'split' } });
  expect(requests[0]?.query.get('dryRun')).toBe('true');
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ from: '2027-03-14', newExternalId: 'ann-2' });
  expect(out).toContain('Nothing was done; it would be: Split');
});

it('prints the whole answer with --json', async () => {
  const { out } = await outdial(['series', 'show', 'Physio', 'ann', '--json'], { body: SERIES });
  expect(JSON.parse(out)).toEqual(SERIES);
});

it('refuses to undo a skip without a date, before it asks anything', async () => {
  const { code, requests } = await outdial(['series', 'skip', 'Physio', 'ann', '--undo'], { body: {} });
  expect(code).not.toBe(0);
  expect(requests).toEqual([]);
});
