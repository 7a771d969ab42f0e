import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInstallation, type Installation } from './installation.ts';
import {
  callStep,
  createCampaign,
  endsOf,
  launch,
  openAccount,
  progressOf,
  somePhones,
  untilOver,
  type Account,
} from './steps.ts';
import { until } from './user.ts';

let house: Installation;
beforeAll(async () => {
  house = await openInstallation({ speed: 100 });
});
afterAll(async () => await house.close());

const PEOPLE = 30;
/** AgentNumber refuses below one dollar: enough for about ten calls of the thirty. */
const LOW_MICROS = 1_500_000;
const RICH_MICROS = 100_000_000;

interface AccountView {
  breaker: { state: string; reason: string | null };
}

const accountOf = ({ accountId }: Account): Promise<AccountView> => house.user.get(`/v1/accounts/${accountId}`);

/** Runs until the provider has said 402; answers the phones that were dialled by then. */
async function runDry(account: Account): Promise<{ campaignId: string; phones: string[] }> {
  const { user } = house;
  const phones = somePhones(PEOPLE);
  const { campaignId } = await createCampaign(user, {
    phones,
    steps: [callStep(account)],
    settings: { pacePerSecond: 20 },
  });
  await launch(user, campaignId);
  const blocked = await until(
    () => progressOf(user, campaignId),
    ({ blockedReason, attempts }) => blockedReason !== null && attempts.byState['INTENT'] === 0,
  );
  expect(blocked).toMatchObject({ state: 'running', blockedReason: 'no_credit' });
  expect(await accountOf(account)).toMatchObject({ breaker: { state: 'open', reason: 'no_credit' } });
  return { campaignId, phones };
}

describe('a 402 in the middle of a campaign', () => {
  it.each([
    {
      way: 'a top-up',
      bring: async (account: Account) =>
        await house.user.post('/v1/ledger/topups', { accountId: account.accountId, amountMicros: RICH_MICROS }),
    },
    {
      way: 'a look at the balance of the provider',
      bring: async (account: Account) => await house.user.post('/v1/ledger/sync', { accountId: account.accountId }),
    },
  ])('blocks it with the reason and burns nobody; $way lets it go on', async ({ bring }) => {
    const { user, judge } = house;
    const account = await openAccount(house, { balanceMicros: LOW_MICROS });
    const { campaignId, phones } = await runDry(account);
    const settled = await until(
      () => endsOf(user, campaignId),
      (ends) => Object.values(ends).every(({ state }) => state !== 'in_flight'),
    );
    const waiting = Object.values(settled).filter(({ state }) => state === 'waiting');
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.every(({ attemptsMade }) => attemptsMade === 0)).toBe(true);
    expect(waiting.length + Object.values(settled).filter(({ state }) => state === 'reached').length).toBe(PEOPLE);
    const [somebody] = waiting;
    expect(await user.get(`/v1/contacts/${somebody?.id ?? 0}/explain`)).toMatchObject({
      code: 'account_breaker_open',
      message: expect.stringContaining('no_credit'),
    });

    await judge.setBalance({ provider: 'agentnumber', key: account.key, balanceMicros: RICH_MICROS });
    await bring(account);
    await untilOver(user, campaignId, 30);
    const ends = Object.values(await endsOf(user, campaignId));
    expect(ends.every(({ state, attemptsMade }) => state === 'reached' && attemptsMade === 1)).toBe(true);
    for (const phone of phones) {
      const dials = [];
      for await (const dial of judge.dials({ to: phone })) dials.push(dial);
      expect(dials).toHaveLength(1);
    }
  });
});

describe('an account that a dear call has overdrawn', () => {
  it('waits with the reason, and goes on when credit comes', async () => {
    const { user } = house;
    // Holds one minute a call, and the provider lets them talk for ten.
    const account = await openAccount(house, { topUpMicros: 100_000, fields: { maxCallMinutes: 1 } });
    const phones = ['+19175559020', ...somePhones(4)];
    const { campaignId } = await createCampaign(user, {
      phones,
      steps: [callStep(account)],
      settings: { maxConcurrent: 1 },
    });
    await launch(user, campaignId);
    const blocked = await until(
      () => progressOf(user, campaignId),
      ({ blockedReason }) => blockedReason !== null,
    );
    expect(blocked).toMatchObject({ state: 'running', blockedReason: 'overdrawn' });
    await user.post('/v1/ledger/topups', { accountId: account.accountId, amountMicros: RICH_MICROS });
    const over = await untilOver(user, campaignId, 30);
    expect(over.contacts.byState['reached']).toBe(5);
    expect(await accountOf(account)).toMatchObject({ breaker: { state: 'closed', reason: null } });
    await house.expectLawful();
  });
});
