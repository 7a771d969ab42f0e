import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { firstRow, rows } from '../../../db/rows.ts';
import { callStep, createCampaign, launch, openAccount, somePhones, untilOver, type Account } from '../steps.ts';
import { until } from '../user.ts';
import { dialledAt, openConsole, whatIsShown, type Console } from './console-world.ts';

let world: Console;
let account: Account;
let operator: Page;
let admin: Page;
beforeAll(async () => {
  world = await openConsole({ speed: 30 });
  account = await openAccount(world);
  ({ page: operator } = await world.openAs('operator', '/campaigns'));
  ({ page: admin } = await world.openAs('admin', '/campaigns'));
});
afterAll(() => world.close());
afterEach(whatIsShown(() => operator));
afterEach(whatIsShown(() => admin));

const both = (path: string): Promise<unknown> =>
  Promise.all([operator, admin].map((page) => page.goto(world.api.url + path)));

const draft = async (count: number): Promise<{ campaignId: string; phones: string[] }> => {
  const phones = somePhones(count);
  const settings = { pacePerSecond: 4 };
  const { campaignId } = await createCampaign(world.user, { phones, steps: [callStep(account)], settings });
  return { campaignId, phones };
};

interface Kept {
  runs: number;
  launches: number;
  attempts: number;
}
const keptOf = (campaignId: string): Promise<Kept | undefined> =>
  firstRow<Kept>(
    world.test.readDb,
    sql`select (select count(*)::int from runs where campaign_id = ${campaignId} and state <> 'draft') as runs,
          (select count(*)::int from audit_entries where action = 'campaign.launch' and subject = ${`campaign:${campaignId}`}) as launches,
          (select count(*)::int from attempts a join runs r on r.id = a.run_id where r.campaign_id = ${campaignId} and a.state <> 'VOID') as attempts`,
  );

describe('two people at once', () => {
  it('launch one campaign once, however often they press and reload', async () => {
    const { campaignId, phones } = await draft(12);
    await both(`/campaigns/${campaignId}/overview`);
    const confirms = await Promise.all(
      [operator, admin].map(async (page) => {
        await page.getByRole('button', { name: 'Launch', exact: true }).click();
        const confirm = page.getByRole('dialog').getByRole('button', { name: 'Launch for 12 people' });
        await confirm.waitFor();
        return confirm;
      }),
    );
    await Promise.all(confirms.map((confirm) => confirm.dblclick({ noWaitAfter: true })));
    await operator.reload();
    await operator.getByText('Completed: everybody has a result').waitFor();
    await admin.getByText('Completed: everybody has a result').waitFor();
    expect(await keptOf(campaignId)).toEqual({ runs: 1, launches: 1, attempts: phones.length });
    expect(await dialledAt(world, phones)).toHaveLength(phones.length);
  });

  it('see at once who paused and when, and what the other one does with it', async () => {
    const { campaignId, phones } = await draft(40);
    await both(`/campaigns/${campaignId}/overview`);
    await launch(world.user, campaignId);
    await until(
      () => dialledAt(world, phones),
      (dials) => dials.length > 0,
    );
    await operator.getByRole('button', { name: 'Pause', exact: true }).dblclick();
    await operator.getByText(/^Paused by you \d\d:\d\d, \d+ waiting$/).waitFor();
    await admin.getByText(/^Paused by operator@riverside\.example \d\d:\d\d, \d+ waiting$/).waitFor();
    await admin.getByRole('button', { name: 'Resume', exact: true }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'Resume' }).click();
    await operator.getByText(/^\d+ calls? in progress, \d+ people wait$/).waitFor();
    await world.user.post(`/v1/campaigns/${campaignId}/cancel`, { reason: 'all was seen' });
    const said = await rows(
      world.test.readDb,
      sql`select action, actor from audit_entries where subject = ${`campaign:${campaignId}`}
            and action in ('campaign.pause', 'campaign.resume') order by id`,
    );
    expect(said).toEqual([
      { action: 'campaign.pause', actor: 'user:operator@riverside.example' },
      { action: 'campaign.resume', actor: 'user:admin@riverside.example' },
    ]);
  });

  it('start one retry once, also when they press together and reload in the middle', async () => {
    const { campaignId, phones } = await draft(8);
    await world.judge.setCallees(
      phones.map((to) => ({ to, calls: [{ outcome: 'provider_error' }, { outcome: 'answer' }] })),
    );
    await launch(world.user, campaignId);
    await untilOver(world.user, campaignId);
    const { id } = await world.user.post<{ id: string }>('/v1/retries/plan', {
      name: 'Once more',
      reason: 'the provider is well again',
      filter: { campaignId },
      options: {},
    });
    await both(`/retries/${id}`);
    const confirms = await Promise.all(
      [operator, admin].map(async (page) => {
        await page.getByRole('button', { name: 'Start: dial 8 contacts' }).click();
        const confirm = page.getByRole('dialog').getByRole('button', { name: 'Dial 8 contacts' });
        await confirm.waitFor();
        return confirm;
      }),
    );
    await Promise.all(confirms.map((confirm) => confirm.dblclick({ noWaitAfter: true })));
    await operator.reload();
    await operator.getByText('Everybody has a result').waitFor();
    await admin.getByText('Everybody has a result').waitFor();
    expect(await dialledAt(world, phones)).toHaveLength(2 * phones.length);
    const kept = await firstRow(
      world.test.readDb,
      sql`select (select count(*)::int from retries) as retries,
            (select count(*)::int from audit_entries where action = 'retry.start') as starts`,
    );
    expect(kept).toEqual({ retries: 1, starts: 1 });
    await world.expectLawful();
  });

  it('cannot overwrite a draft without seeing what the other one made of it', async () => {
    const { body } = await world.user.ask<{ importId: string }>(
      '/v1/imports?fileName=visits.csv&country=US&draft=true',
      {
        raw: { type: 'text/csv', body: `name,phone,amount\nAda,${somePhones(1)[0] ?? ''},12\n` },
      },
    );
    await both(`/uploads/${body.importId}?step=map`);
    const use = (page: Page) => page.getByLabel('Use amount as');
    await Promise.all([use(operator).waitFor(), use(admin).waitFor()]);
    // The administrator's change is on its way while the operator's is made.
    let send = (): void => {};
    const held = new Promise<void>((resolve) => {
      send = resolve;
    });
    await admin.route('**/v1/imports/**', async (route) => {
      if (route.request().method() !== 'GET') await held;
      await route.continue();
    });
    const asked = admin.waitForRequest(
      (request) => request.url().includes('/v1/imports/') && request.method() !== 'GET',
    );
    await use(admin).selectOption('external_id');
    await asked;
    const saved = operator.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
    await use(operator).selectOption('ignored');
    await saved;
    send();
    await admin.getByText('operator@riverside.example changed this draft before you').waitFor();
    await admin.getByText('Your last change was not saved').waitFor();
    await admin.getByRole('button', { name: 'Show the new version' }).click();
    const seen = await until(
      () => use(admin).inputValue(),
      (value) => value !== 'external_id',
    );
    expect(seen).toBe('ignored');
  });
});
