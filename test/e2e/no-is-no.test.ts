import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInstallation, type Installation } from './installation.ts';
import {
  callStep,
  createCampaign,
  endsOf,
  launch,
  openAccount,
  smsStep,
  somePhones,
  untilOver,
  type Account,
} from './steps.ts';
import { until } from './user.ts';

let house: Installation;
let account: Account;
beforeAll(async () => {
  house = await openInstallation({ speed: 100 });
  account = await openAccount(house);
});
afterAll(async () => await house.close());

/** What went out to somebody, in order: 'call' or 'sms'. */
async function sentTo(phone: string): Promise<string[]> {
  const sent: string[] = [];
  for await (const dial of house.judge.dials({ to: phone })) sent.push(dial.channel);
  return sent;
}

const suppressionsOf = async (phone: string): Promise<{ source: string; evidence: string | null }[]> =>
  (
    await house.user.get<{ items: { source: string; evidence: string | null }[] }>(
      `/v1/suppressions?phone=${encodeURIComponent(phone)}`,
    )
  ).items;

describe('call, then text', () => {
  it('texts whom the call did not reach, and nobody who was reached or said no', async () => {
    const { user } = house;
    const [busy, absent, voicemail, reached, saidNo, noNumber] = [9001, 9002, 9003, 9000, 9008, 9005].map(
      (habit) => `+1646555${habit}`,
    );
    const phones = [busy, absent, voicemail, reached, saidNo, noNumber].filter((phone) => phone !== undefined);
    const { campaignId } = await createCampaign(user, {
      phones,
      steps: [callStep(account), smsStep(account, 'We could not reach you at {{ phone }}. Reply STOP to opt out.')],
    });
    await launch(user, campaignId);
    const progress = await untilOver(user, campaignId);
    expect(progress.contacts).toMatchObject({ total: 6, done: 6 });
    const sent = Object.fromEntries(await Promise.all(phones.map(async (phone) => [phone, await sentTo(phone)])));
    expect(sent).toEqual({
      '+16465559001': ['call', 'sms'],
      '+16465559002': ['call', 'sms'],
      '+16465559003': ['call', 'sms'],
      '+16465559000': ['call'],
      '+16465559008': ['call'],
      '+16465559005': ['call'],
    });
    const ends = await endsOf(user, campaignId);
    expect(ends['+16465559001']).toMatchObject({ state: 'reached', lastOutcome: 'sms_sent' });
    expect(ends['+16465559008']).toMatchObject({ state: 'suppressed' });
    expect(ends['+16465559005']).toMatchObject({ state: 'failed', lastOutcome: 'bad_number' });
    expect(await suppressionsOf('+16465559008')).toMatchObject([
      { source: 'speech', evidence: expect.stringContaining('stop calling me') },
    ]);
  });

  it('puts the words of the text together from the row', async () => {
    const answer = await fetch(`${house.simulatorUrl}/agentnumber/api/v0/sms?limit=100`, {
      headers: { authorization: `Bearer ${account.key}` },
    });
    expect(await answer.text()).toContain('We could not reach you at +16465559001. Reply STOP to opt out.');
  });
});

describe('STOP', () => {
  it('by text ends the person in every campaign, those that run and those to come', async () => {
    const { user, judge } = house;
    const stops = '+17185559010';
    // One campaign holds the person back with its pace; the other texts them, and they answer STOP.
    const [first = '', ...others] = somePhones(3);
    const waiting = await createCampaign(user, {
      phones: [first, ...others, stops],
      steps: [callStep(account)],
      settings: { pacePerSecond: 0.02 },
    });
    await launch(user, waiting.campaignId);
    const texting = await createCampaign(user, { phones: [stops], steps: [smsStep(account, 'Hello')] });
    await launch(user, texting.campaignId);
    await untilOver(user, texting.campaignId);
    await until(
      () => suppressionsOf(stops),
      (found) => found.length > 0,
    );
    expect(await suppressionsOf(stops)).toMatchObject([{ source: 'sms', evidence: 'STOP' }]);
    const ended = await until(
      () => endsOf(user, waiting.campaignId),
      (ends) => ends[stops]?.state === 'suppressed',
    );
    expect(Object.keys(ended)).toHaveLength(4);

    const later = await createCampaign(user, {
      phones: [stops],
      steps: [callStep(account), smsStep(account, 'Hello again')],
    });
    await launch(user, later.campaignId);
    await untilOver(user, later.campaignId);
    expect((await endsOf(user, later.campaignId))[stops]).toMatchObject({ state: 'suppressed', attemptsMade: 0 });
    // The carrier answers that word itself.
    expect(await sentTo(stops)).toEqual(['sms']);

    // A text out of the blue, about no campaign at all, counts as much.
    const [other = ''] = others;
    await judge.receiveText({ from: other, to: account.numberPhone, body: 'Please remove me from your list' });
    await until(
      () => suppressionsOf(other),
      (found) => found.length > 0,
    );
    // In words that the carrier does not know: we confirm, once, and nothing else goes out any more.
    const sent = await until(
      () => sentTo(other),
      (channels) => channels.includes('sms'),
    );
    expect(sent.filter((channel) => channel === 'sms')).toHaveLength(1);
    const texts = await fetch(`${house.simulatorUrl}/agentnumber/api/v0/sms?limit=100`, {
      headers: { authorization: `Bearer ${account.key}` },
    });
    expect(await texts.text()).toContain('You will get no more calls or texts from us.');
    await user.post(`/v1/campaigns/${waiting.campaignId}/cancel`);
    await until(
      () => endsOf(user, waiting.campaignId),
      (ends) => Object.values(ends).every(({ state }) => state !== 'waiting' && state !== 'in_flight'),
    );
    await house.judge.untilQuiet(10_000);
    await house.expectLawful();
  });
});
