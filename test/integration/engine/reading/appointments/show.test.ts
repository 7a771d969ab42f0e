import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { suppress } from '../../../../../engine/consent/suppress.ts';
import { showAppointment, type AppointmentDetail } from '../../../../../engine/reading/appointments/show.ts';
import { appointmentVersions } from '../../../../../engine/reading/appointments/versions.ts';
import { cancelAppointment } from '../../../../../engine/reminders/booking/cancel.ts';
import { skipSteps } from '../../../../../engine/reminders/booking/skip.ts';
import { acceptAll, endAll } from '../../../../support/ledger-steps.ts';
import { seedProgramme, type SeededProgramme } from '../../../../support/seed-programme.ts';
import { appointmentsWorld, type AppointmentsWorld } from './appointments-world.ts';

let world: AppointmentsWorld;
let programme: SeededProgramme;
const phone = '+13125550190';
const zone = 'America/Chicago';
beforeAll(async () => {
  world = await appointmentsWorld();
  await world.at('2026-03-07T20:00:00Z');
  programme = await seedProgramme(world.deps, world.test, { name: 'shown', settings: { mergeWithinSeconds: 7_200 } });
});
afterAll(() => world.test.drop());

const show = async (externalId: string): Promise<AppointmentDetail> =>
  await showAppointment(world.deps, { programmeId: 'shown', externalId, zone: 'UTC' });
const kindsOf = ({ timeline }: AppointmentDetail) => timeline.map(({ kind, key }) => (key ? `${kind} ${key}` : kind));

it('tells the plan, and what is to come in the order of time', async () => {
  await world.book(programme.programmeId, {
    externalId: 'one',
    phone,
    startsAt: '2026-03-10 09:30',
    zone,
    name: 'Ada',
  });
  const shown = await show('one');
  expect(shown).toMatchObject({
    programme: 'shown',
    version: 1,
    local: '2026-03-10T09:30',
    viewerLocal: '2026-03-10T14:30',
    plan: [
      {
        key: '24h-sms',
        says: 'Text, 24 h before',
        state: 'waiting',
        sharedBy: 1,
        next: { channel: 'sms', at: '2026-03-09T14:30:00.000Z' },
      },
      { key: '2h-call', state: 'waiting', sharedBy: 1, next: { channel: 'call', at: '2026-03-10T12:30:00.000Z' } },
    ],
    cost: { spentMicros: 0, presumedMicros: 0, sharedMicros: 0, currency: 'USD' },
  });
  expect(kindsOf(shown)).toEqual(['version', 'planned 24h-sms', 'planned 2h-call']);
});

it('keeps every version of the plan with who and why, and what each took back', async () => {
  await world.book(programme.programmeId, {
    externalId: 'one',
    phone,
    startsAt: '2026-03-10 10:00',
    zone,
    name: 'Ada',
  });
  await skipSteps(world.deps, {
    programmeId: 'shown',
    externalId: 'one',
    steps: ['2h-call'],
    reason: 'is abroad',
    actor: 'front desk',
  });
  const { items } = await appointmentVersions(world.deps, { programmeId: programme.programmeId, externalId: 'one' });
  expect(items).toMatchObject([
    {
      version: 1,
      change: 'booked',
      by: 'test',
      local: '2026-03-10T09:30',
      plan: [{ status: 'planned' }, { status: 'planned' }],
    },
    {
      version: 2,
      change: 'moved',
      by: 'test',
      local: '2026-03-10T10:00',
      plan: [{ status: 'planned' }, { status: 'planned' }],
    },
    {
      version: 3,
      change: 'skipped',
      by: 'front desk',
      cause: 'is abroad',
      plan: [
        { key: '24h-sms', says: 'Text, 24 h before', status: 'planned' },
        { key: '2h-call', status: 'skipped', reason: 'skipped' },
      ],
    },
  ]);
  const shown = await show('one');
  const kinds = kindsOf(shown);
  expect(kinds.filter((kind) => kind === 'version')).toHaveLength(3);
  // Both of the first version, and the call of the second.
  expect(kinds.filter((kind) => kind.startsWith('withdrawn')).toSorted()).toEqual([
    'withdrawn 24h-sms',
    'withdrawn 2h-call',
    'withdrawn 2h-call',
  ]);
  expect(kinds).toContain('skipped 2h-call');
  expect(kinds.at(-1)).toBe('planned 24h-sms');
  expect(shown.timeline.at(-1)?.words).toBe('Text, 24 h before: the text goes out');
});

it('counts the whole cost of a message that two appointments share, and says so', async () => {
  await world.book(programme.programmeId, {
    externalId: 'two',
    phone,
    startsAt: '2026-03-10 11:00',
    zone,
    name: 'Ada',
  });
  expect((await show('one')).plan[0]).toMatchObject({ key: '24h-sms', sharedBy: 2 });
  await world.at('2026-03-09T15:00:05Z');
  const { ids } = await acceptAll(world.deps, programme.runId, 0);
  expect(ids).toHaveLength(1);
  await endAll(world.deps, programme, ids, 'sms_sent');
  for (const externalId of ['one', 'two']) {
    const shown = await show(externalId);
    expect(shown.plan[0]).toMatchObject({ key: '24h-sms', state: 'reached', sharedBy: 2, attemptsMade: 1 });
    expect(shown.cost.spentMicros).toBeGreaterThan(0);
    expect(shown.cost.sharedMicros).toBe(shown.cost.spentMicros);
    const attempt = shown.timeline.find(({ kind }) => kind === 'attempt');
    expect(attempt).toMatchObject({
      key: '24h-sms',
      words: 'Text, 24 h before: attempt 1, sms sent, shared by 2 appointments',
      attempt: { id: ids[0], channel: 'sms', outcome: 'sms_sent', transcript: false, recording: false },
    });
  }
});

it('shows what became of a sent step after a small move, whose message an earlier version sent', async () => {
  await world.book(programme.programmeId, {
    externalId: 'two',
    phone,
    startsAt: '2026-03-10 11:05',
    zone,
    name: 'Ada',
  });
  const { plan } = await show('two');
  expect(plan.find(({ key }) => key === '24h-sms')).toMatchObject({
    status: 'sent',
    state: 'reached',
    lastOutcome: 'sms_sent',
  });
});

it('puts answers, texts and a no among the attempts, where they belong in time', async () => {
  const [attempt] = (await show('one')).timeline.flatMap((entry) => entry.attempt ?? []);
  await world.test.adminDb.execute(sql`
    with answered as (
      insert into answers (attempt_id, meaning, source, said, dedupe_key, received_at)
      values (${attempt?.id}, 'confirm', 'sms', 'yes', 'k', '2026-03-09 15:10Z') returning id
    ) insert into answers_to_apply (answer_id) select id from answered`);
  await world.test.adminDb.execute(sql`
    insert into messages (account_id, provider_ref, from_phone, body, meaning, received_at)
    values (${programme.accountId}, 'm1', 13125550190, 'yes', 'other', '2026-03-09 15:10Z'),
      (${programme.accountId}, 'm0', 13125550190, 'of an older appointment', 'other', '2026-03-01 10:00Z')`);
  await world.at('2026-03-09T16:00:00Z');
  await suppress(world.deps, { phone: 13125550190, evidence: 'asked at the desk', actor: 'test' });
  const shown = await show('one');
  const tail = kindsOf(shown).slice(kindsOf(shown).indexOf('attempt 24h-sms'));
  expect(tail).toEqual(['attempt 24h-sms', 'message', 'answer', 'suppression']);
  expect(shown.timeline.find(({ kind }) => kind === 'answer')).toMatchObject({
    words: 'Answered: confirm by sms, "yes", not applied yet',
    answer: { waits: true },
  });
  expect(shown.heldUp).toMatchObject([{ code: 'opted_out' }]);
});

it('names what is not there', async () => {
  await expect(show('nobody')).rejects.toMatchObject({ code: 'unknown_appointment' });
  await expect(showAppointment(world.deps, { programmeId: 'no such', externalId: 'one' })).rejects.toMatchObject({
    code: 'unknown_programme',
  });
  await expect(
    showAppointment(world.deps, { programmeId: 'shown', externalId: 'one', zone: 'Mars/Olympus' }),
  ).rejects.toMatchObject({ code: 'unknown_zone' });
  await cancelAppointment(world.deps, { programmeId: 'shown', externalId: 'one', reason: 'ill', actor: 'test' });
  const shown = await show('one');
  expect(shown).toMatchObject({ state: 'cancelled', heldUp: [] });
  expect(shown.versions.at(-1)).toMatchObject({ change: 'cancelled', cause: 'ill' });
});
