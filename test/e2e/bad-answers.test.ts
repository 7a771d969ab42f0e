import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../db/rows.ts';
import { auditLedger } from '../../engine/auditing/audit-ledger.ts';
import { openInstallation, type Installation } from './installation.ts';
import {
  callStep,
  createCampaign,
  endsOf,
  launch,
  openAccount,
  passTime,
  progressOf,
  untilOver,
  type Provider,
} from './steps.ts';
import { until, type Problem } from './user.ts';

let house: Installation;
beforeAll(async () => {
  house = await openInstallation({ speed: 100 });
});
afterAll(async () => await house.close());

interface AttemptView {
  id: string;
  phone: string;
  state: string;
  outcome: string | null;
  costMicros: number | null;
  costPresumed: boolean;
  holdMicros: number;
}

/** Creates that go wrong, by the last four digits of who is called: what is answered, and how many dials it made. */
const HABITS = [
  { habit: '9030', answer: 'none, the socket is held', dials: 1 },
  { habit: '9031', answer: '500 after the dial', dials: 1 },
  { habit: '9036', answer: 'a page', dials: 1 },
  { habit: '9037', answer: 'nothing', dials: 1 },
  { habit: '9038', answer: 'half a body', dials: 1 },
  { habit: '9039', answer: 'late', dials: 1 },
  { habit: '9000', answer: 'as it should be', dials: 1 },
  { habit: '9032', answer: '500, and nobody was dialled', dials: 0 },
];
/** AgentNumber only: dialled, and in none of its lists. */
const NEVER_LISTED = { habit: '9035', answer: '500, and no list shows the dial', dials: 1 };

interface Run {
  provider: Provider;
  campaignId: string;
  habits: { phone: string; dials: number }[];
}

async function runAmongFaults(provider: Provider, area: string): Promise<Run> {
  const { user } = house;
  const account = await openAccount(house, { provider });
  const habits = (provider === 'agentnumber' ? [...HABITS, NEVER_LISTED] : HABITS).map(({ habit, dials }) => ({
    phone: `+1${area}555${habit}`,
    dials,
  }));
  const { campaignId } = await createCampaign(user, {
    phones: habits.map(({ phone }) => phone),
    steps: [callStep(account)],
    settings: { maxAttempts: 3, waitSeconds: { not_connected: 1, provider_failure: 1 } },
  });
  await launch(user, campaignId);
  return { provider, campaignId, habits };
}

const parkedOf = (campaignId: string): Promise<AttemptView[]> =>
  house.user.all(`/v1/attempts?state=PARKED&campaignId=${campaignId}`);

const resolve = (attemptId: string, json: unknown, user = house.user) =>
  user.ask<Problem & { accepted: boolean }>(`/v1/attempts/${attemptId}/resolve`, { method: 'POST', json });

describe('answers of a provider that nobody can make sense of', () => {
  let runs: Run[];

  it('end with every dial that was made found, and the others parked', async () => {
    runs = await Promise.all([runAmongFaults('agentnumber', '646'), runAmongFaults('cartesia', '628')]);
    for (const run of runs) {
      await until(
        () => progressOf(house.user, run.campaignId),
        ({ contacts, attempts }) => contacts.done + (attempts.byState['UNKNOWN'] ?? 0) === contacts.total,
        60,
      );
    }
    await passTime(house, 60_000);
    for (const { provider, campaignId, habits } of runs) {
      const over = await untilOver(house.user, campaignId);
      const parked = provider === 'agentnumber' ? 2 : 1;
      expect(over.contacts).toMatchObject({ total: habits.length, done: habits.length });
      expect(over.contacts.byState).toMatchObject({ reached: habits.length - parked, parked });
      const ends = await endsOf(house.user, campaignId);
      for (const { phone, dials } of habits) {
        expect({ phone, dials: await dialsTo(phone) }).toEqual({ phone, dials });
        expect(ends[phone]?.attemptsMade).toBe(1);
      }
    }
    const summary = await house.judge.summary({ maxPerDestination: 1 });
    expect(summary).toMatchObject({ doubleDials: 0, perDestination: { moreThanAllowed: 0 } });
    await house.expectLawful();
  });

  it('are listed while they are parked, with the cost that is presumed', async () => {
    for (const { campaignId, habits } of runs) {
      const parked = await parkedOf(campaignId);
      expect(parked.map(({ phone }) => phone.slice(-4)).toSorted()).toEqual(
        habits.map(({ phone }) => phone.slice(-4)).filter((habit) => habit === '9032' || habit === '9035'),
      );
      for (const attempt of parked) {
        expect(attempt).toMatchObject({ state: 'PARKED', costPresumed: true, costMicros: attempt.holdMicros });
      }
      const progress = await progressOf(house.user, campaignId);
      expect(progress.presumedMicros).toBe(parked.reduce((total, { holdMicros }) => total + holdMicros, 0));
    }
  });

  it('are resolved by a person with a reason, once, and nobody is dialled by it', async () => {
    const { user } = house;
    const [agentNumber] = runs;
    const campaignId = agentNumber?.campaignId ?? '';
    const parked = await parkedOf(campaignId);
    const never = parked.find(({ phone }) => phone.endsWith('9032'));
    const made = parked.find(({ phone }) => phone.endsWith('9035'));
    if (!never || !made) throw new Error('two are parked');
    const [other] = await user.all<AttemptView>(`/v1/campaigns/${campaignId}/attempts?state=DISPOSED`);

    expect(await resolve(never.id, { dialled: false })).toMatchObject({
      status: 400,
      body: { code: 'request_invalid' },
    });
    expect(await resolve(other?.id ?? '', { dialled: true, reason: 'asked' })).toMatchObject({
      status: 409,
      body: { code: 'attempt_not_parked' },
    });
    const reader = await house.userWith(['read']);
    expect(await resolve(never.id, { dialled: false, reason: 'asked' }, reader)).toMatchObject({ status: 403 });

    expect(await resolve(never.id, { dialled: false, reason: 'not in the call log' })).toMatchObject({ status: 202 });
    expect(await resolve(made.id, { dialled: true, reason: 'they called back' })).toMatchObject({ status: 202 });
    const left = await until(
      () => parkedOf(campaignId),
      (attempts) => attempts.length === 0,
    );
    expect(left).toEqual([]);
    expect(await user.get(`/v1/attempts/${never.id}`)).toMatchObject({
      state: 'VOID',
      costMicros: 0,
      costPresumed: false,
    });
    expect(await user.get(`/v1/attempts/${made.id}`)).toMatchObject({
      state: 'DISPOSED',
      outcome: 'unknown_end',
      costMicros: made.holdMicros,
      costPresumed: false,
    });
    const ends = await endsOf(user, campaignId);
    expect(ends[never.phone]).toMatchObject({ state: 'failed', reason: 'resolved_not_dialled', attemptsMade: 0 });
    expect(ends[made.phone]).toMatchObject({ state: 'failed', reason: 'unknown_end', attemptsMade: 1 });
    expect((await progressOf(user, campaignId)).presumedMicros).toBe(0);
    for (const { id } of parked) {
      expect(await resolve(id, { dialled: true, reason: 'again' })).toMatchObject({ status: 409 });
    }
    expect(await dialsTo(never.phone)).toBe(0);
    expect(await dialsTo(made.phone)).toBe(1);

    const audited = await rows(
      house.test.readDb,
      sql`select subject, reason, details, actor like 'key:%' as "byKey" from audit_entries
          where action = 'attempt.resolve' order by id`,
    );
    expect(audited).toEqual([
      { subject: `attempt:${never.id}`, reason: 'not in the call log', details: { dialled: false }, byKey: true },
      { subject: `attempt:${made.id}`, reason: 'they called back', details: { dialled: true }, byKey: true },
    ]);
    expect((await auditLedger(house.test)).filter((result) => !result.ok)).toEqual([]);
  });
});

const dialsTo = async (phone: string): Promise<number> => {
  let count = 0;
  for await (const dial of house.judge.dials({ to: phone })) count += dial.channel === 'call' ? 1 : 0;
  return count;
};
