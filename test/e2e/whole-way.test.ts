import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInstallation, type Installation } from './installation.ts';
import {
  callStep,
  createCampaign,
  endsOf,
  importCsv,
  openAccount,
  untilOver,
  type Account,
  type ContactView,
  type Provider,
} from './steps.ts';

let house: Installation;
beforeAll(async () => {
  house = await openInstallation({ speed: 100 });
});
afterAll(async () => await house.close());

interface History {
  state: string;
  suppressions: { source: string }[];
  attempts: {
    id: string;
    state: string;
    outcome: string | null;
    providerRef: string | null;
    costMicros: number;
    rendered: { variables?: Record<string, string> } | null;
    events: { source: string; state: string; fact: { kind: string } }[];
    ledger: { kind: string; amountMicros: number }[];
    transcript: { state: string; turns: { role: string; text: string }[] | null } | null;
  }[];
}

interface Entry {
  kind: string;
  amountMicros: number;
  from: string;
  to: string;
  attemptId: string | null;
}

interface Balance {
  owner: string;
  id: string;
  fundedMicros: number;
  availableMicros: number;
  heldMicros: number;
  spentMicros: number;
}

/** People of fixed habits in one area code each: what one provider's campaign learns is not the other's. */
const csvOf = (area: string): string =>
  [
    'Full Name;Mobile Number;Amount due',
    `Ada;(${area}) 555-9000;12.50`,
    `Berta;${area}-555-9001;20.00`,
    `Carla;+1 ${area} 555 9008;7.00`,
    `Dora;${area}5559005;3.10`,
    'Emil;12;1.00',
    `Ada again;${area}5559000;12.50`,
    `Gil;+1 ${area} 444 0001;4.00`,
  ].join('\n');

const endsAt = (provider: Provider): Record<string, { state: string; dials: number }> => ({
  Ada: { state: 'reached', dials: 1 },
  Berta: { state: 'exhausted', dials: 2 },
  Carla: { state: 'suppressed', dials: 1 },
  // Cartesia says of a number that does not exist only that it could not be connected.
  Dora: provider === 'cartesia' ? { state: 'exhausted', dials: 2 } : { state: 'failed', dials: 1 },
  Gil: { state: 'suppressed', dials: 0 },
});

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);

describe('from a CSV to a settled ledger', () => {
  it.concurrent.each([
    { provider: 'agentnumber', area: '212' },
    { provider: 'cartesia', area: '415' },
  ] as const)(
    'goes all the way through $provider, by the API alone',
    { timeout: 100_000 },
    async ({ provider, area }) => {
      const { user, judge } = house;
      const account = await openAccount(house, { provider, topUpMicros: 50_000_000 });
      await user.post('/v1/suppressions', { phone: `+1${area}4440001`, evidence: 'by letter' });

      const list = await importCsv(user, csvOf(area), 'fileName=due.csv&country=US&required=amount_due');
      expect(list).toMatchObject({ state: 'done', rowsRead: 7, acceptedRows: 5, rejectedRows: 1, duplicateRows: 1 });
      const step = callStep(account);
      const variables = { who: 'Dear {{ name }}', amount: '{{ amount_due }} USD' };
      const { campaignId } = await createCampaign(user, {
        importIds: [list.id],
        steps: [provider === 'cartesia' ? { ...step, variables } : step],
        settings: { maxAttempts: 2, waitSeconds: { busy: 1, no_answer: 1, not_connected: 1 } },
      });
      await user.post(`/v1/campaigns/${campaignId}/launch`);
      const progress = await untilOver(user, campaignId, 80);
      expect(progress).toMatchObject({ contacts: { total: 5, done: 5 }, heldMicros: 0, presumedMicros: 0 });
      expect(sum(Object.values(progress.contacts.byState))).toBe(5);

      const contacts = Object.values(await endsOf(user, campaignId));
      expect(
        Object.fromEntries(contacts.map(({ name, state, attemptsMade }) => [name, { state, dials: attemptsMade }])),
      ).toEqual(endsAt(provider));
      const exported = await user.text(`/v1/campaigns/${campaignId}/export.csv`);
      const [header = '', ...lines] = exported.trim().split('\n');
      expect(header).toContain('amount_due');
      // The never-dialled too.
      for (const name of Object.keys(endsAt(provider)))
        expect(lines.filter((line) => line.includes(`,${name},`))).toHaveLength(1);
      expect(lines).toHaveLength(5);

      await expectExplained(account, provider, contacts);
      const attempts = await user.all<{ id: string; costMicros: number | null }>(
        `/v1/campaigns/${campaignId}/attempts`,
      );
      const spentMicros = await expectBalanced(account, 50_000_000);
      expect(sum(attempts.map(({ costMicros }) => costMicros ?? 0))).toBe(spentMicros);
      expect(progress.spentMicros).toBe(spentMicros);
      const ours = new Set(attempts.map(({ id }) => id));
      let chargedMicros = 0;
      for await (const charge of judge.charges()) {
        if (ours.has(charge.attemptId ?? '')) chargedMicros += charge.costMicros;
      }
      expect(spentMicros).toBe(chargedMicros);
    },
  );

  it('keeps the laws', async () => {
    await house.expectLawful();
    expect((await house.judge.summary()).webhooks).toMatchObject({ refused: 0, failed: 0 });
  });
});

/** What is stored about those who were dialled tells the whole story: request, callbacks, cost, words. */
async function expectExplained(account: Account, provider: Provider, contacts: readonly ContactView[]): Promise<void> {
  const historyOf = async (name: string): Promise<History> => {
    const contact = contacts.find((candidate) => candidate.name === name);
    return await house.user.get<History>(`/v1/contacts/${contact?.id ?? 0}`);
  };
  const ada = await historyOf('Ada');
  const [reached] = ada.attempts;
  expect(reached).toMatchObject({ state: 'DISPOSED', outcome: 'answered', transcript: { state: 'fetched' } });
  expect(reached?.events.map(({ source }) => source)).toContain('webhook');
  expect(reached?.events.every(({ state }) => state === 'folded')).toBe(true);
  expect(sum(reached?.ledger.map(({ amountMicros }) => amountMicros) ?? [])).toBe(reached?.costMicros);
  if (provider === 'cartesia') {
    // A callback of Cartesia is not signed: it is a hint, and the end is believed after a read only.
    const told = reached?.events.map(({ source, fact }) => `${source}:${fact.kind}`) ?? [];
    expect(told).toContain('webhook:hint');
    expect(told).toContain('read:ended');
    expect(told).not.toContain('webhook:ended');
    expect(reached?.rendered).toEqual({ variables: { who: 'Dear Ada', amount: '12.50 USD' } });
    expect(await metadataAtCartesia(account, reached?.providerRef ?? '')).toMatchObject({
      who: 'Dear Ada',
      amount: '12.50 USD',
      attempt_id: reached?.id,
    });
  } else {
    expect(reached?.events.map(({ source, fact }) => `${source}:${fact.kind}`)).toContain('webhook:ended');
  }
  const carla = await historyOf('Carla');
  expect(carla.attempts[0]?.outcome).toBe('opted_out');
  expect(carla.suppressions).toMatchObject([{ source: 'speech' }]);
  expect((await historyOf('Gil')).attempts).toEqual([]);
}

/** The account's entries give its balance, and nothing is held any more. Answers what was spent. */
async function expectBalanced(account: Account, fundedMicros: number): Promise<number> {
  const entries = await house.user.all<Entry>(`/v1/ledger/entries?accountId=${account.accountId}`);
  const into = (purse: string): number =>
    sum(
      entries.map(({ from, to, amountMicros }) => (to === purse ? amountMicros : from === purse ? -amountMicros : 0)),
    );
  const { items } = await house.user.get<{ items: Balance[] }>('/v1/ledger/balances');
  const balance = items.find(({ id }) => id === account.accountId);
  expect(balance).toMatchObject({
    fundedMicros,
    heldMicros: 0,
    availableMicros: into('available'),
    spentMicros: into('spent'),
  });
  expect(into('available') + into('spent')).toBe(fundedMicros);
  return into('spent');
}

/** As the provider has it. */
async function metadataAtCartesia(account: Account, callId: string): Promise<unknown> {
  const answer = await fetch(`${house.simulatorUrl}/cartesia/agents/calls/${callId}`, {
    headers: { authorization: `Bearer ${account.key}`, 'cartesia-version': '2026-03-01' },
  });
  const call: { metadata: unknown } = JSON.parse(await answer.text());
  return call.metadata;
}
