import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../db/rows.ts';
import { callStep, createCampaign, launch, openAccount, somePhones, untilOver } from '../steps.ts';
import { until } from '../user.ts';
import { answeredAt, dialledAt, dialsTooLate, openConsole, whatIsShown, type Console } from './console-world.ts';
import { openRow, press, tabTo, write } from './keyboard.ts';

const LOST = 24;
const BUSY = 6;
const CANARY = 4;
const lost = somePhones(LOST);
const busy = somePhones(BUSY);

let world: Console;
let page: Page;
let campaignId: string;

beforeAll(async () => {
  world = await openConsole({ speed: 60 });
  const account = await openAccount(world);
  await world.judge.setCallees([
    ...lost.map((to) => ({ to, calls: [{ outcome: 'provider_error' as const }] })),
    ...busy.map((to) => ({ to, calls: [{ outcome: 'busy' as const }, { outcome: 'answer' as const }] })),
  ]);
  ({ campaignId } = await createCampaign(world.user, { phones: [...lost, ...busy], steps: [callStep(account)] }));
  await launch(world.user, campaignId);
  await untilOver(world.user, campaignId);
  ({ page } = await world.openAs('operator', '/campaigns'));
});
afterAll(() => world.close());
afterEach(whatIsShown(() => page));

interface RetryRow {
  state: string;
  dialled: number;
  givenBack: number;
}

/** The newest retry, as the database has it. */
const newestRetry = async (): Promise<RetryRow | undefined> =>
  (
    await rows<RetryRow>(
      world.test.readDb,
      sql`select r.state, count(*) filter (where m.status in ('in_flight', 'dialled', 'done'))::int as dialled,
            count(*) filter (where m.status = 'given_back')::int as "givenBack"
          from retries r join run_members m on m.retry_id = r.id group by r.id order by r.planned_at desc limit 1`,
    )
  )[0];

/** What the page shows may be there a moment before the turn has booked it. */
const untilRetry = async (wanted: RetryRow): Promise<unknown> =>
  await until(newestRetry, (retry) => JSON.stringify(retry) === JSON.stringify(wanted));

/** Everything that is kept about where these people stand, by phone. */
const standing = async (phones: readonly string[]): Promise<Map<unknown, Record<string, unknown>>> =>
  new Map(
    (
      await rows<Record<string, unknown>>(
        world.test.readDb,
        sql`select '+' || c.phone as phone, to_jsonb(s) as state from contact_states s join contacts c on c.id = s.contact_id
            where '+' || c.phone = any(${sql.param([...phones])}::text[])`,
      )
    ).map(({ phone, state }) => [phone, { state }]),
  );

async function openGroup(cause: string, words: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.waitForURL('**/failures');
  await openRow(page, page.getByRole('grid', { name: 'Failures by cause' }), cause);
  await page.getByRole('heading', { level: 1, name: words }).waitFor();
  await page.getByRole('grid', { name: 'Contacts' }).waitFor();
}

/** From the page of a group to a retry that was started, at its own page. */
async function planAndStart(options: {
  contacts: number;
  pacePerMinute?: string;
  canary?: string;
  override?: boolean;
}): Promise<void> {
  await page.keyboard.press('r');
  const form = page.getByRole('dialog', { name: 'Plan a retry' });
  await write(page, form.getByLabel('Reason'), 'the provider is well again');
  if (options.pacePerMinute !== undefined) await write(page, form.getByLabel('Pace'), options.pacePerMinute);
  if (options.override === true) {
    await press(page, form.getByRole('checkbox', { name: 'Also who has had all attempts' }), 'Space');
  }
  if (options.canary !== undefined) {
    await press(page, form.getByRole('checkbox', { name: 'Try a few first' }), 'Space');
    await write(page, form.getByLabel('So many first'), options.canary);
    await write(page, form.getByLabel('Stop when more fail than'), '90');
  }
  await press(page, form.getByRole('button', { name: 'Show the plan' }));
  const plan = page.getByRole('dialog', { name: /^Plan:/ });
  await plan.getByRole('list', { name: 'The plan' }).getByText('will be dialled').waitFor();
  await press(page, plan.getByRole('button', { name: `Start: dial ${options.contacts} contacts` }));
  const confirm = page.getByRole('dialog', { name: `Dial ${options.contacts} contacts again?` });
  await press(page, confirm.getByRole('button', { name: `Dial ${options.contacts} contacts` }));
  await page.waitForURL('**/retries/*');
}

describe('the retry of a group, without a mouse', () => {
  it('is taken back within its 5 seconds, and nothing has happened', async () => {
    const before = await standing([...lost, ...busy]);
    await openGroup('provider_failure', 'The provider failed');
    await page.getByText(`${LOST} open`).waitFor();
    await planAndStart({ contacts: LOST });
    await page.getByText(/^Starts in \d s$/).waitFor();
    await page.keyboard.press('u');
    await page.getByText('Aborted: 24 contacts stand again as before').waitFor();
    expect(await newestRetry()).toEqual({ state: 'aborted', dialled: 0, givenBack: LOST });
    expect(await standing([...lost, ...busy])).toEqual(before);
    expect(await dialledAt(world, lost)).toHaveLength(LOST);
  });

  it('stops after a canary that failed, goes on when told to, and is aborted half-way', async () => {
    const before = await standing(lost);
    await openGroup('provider_failure', 'The provider failed');
    await planAndStart({ contacts: LOST, pacePerMinute: '150', canary: String(CANARY) });
    const canary = page.getByRole('region', { name: 'Canary' });
    await canary.getByText('Canary stopped it').waitFor();
    expect(await canary.getByRole('alert').innerText()).toContain('Nobody else is dialled until somebody looks');
    expect((await dialledAt(world, lost)).length - LOST).toBe(CANARY);
    await untilRetry({ state: 'paused', dialled: CANARY, givenBack: 0 });

    await world.judge.setCallees(lost.map((to) => ({ to, calls: [{ outcome: 'answer' as const }] })));
    await page.keyboard.press('p');
    const follow = page.getByRole('dialog', { name: 'Let the rest follow?' });
    await follow.getByText(`${CANARY} of ${CANARY} (100 %) of the canary failed`).waitFor();
    await follow.getByText(`${LOST - CANARY} contacts are dialled from now on`).waitFor();
    // Nobody is dialled before somebody has said why.
    await press(page, follow.getByRole('button', { name: `Dial ${LOST - CANARY} contacts` }));
    await follow.getByText('Say why, for whoever reads the audit trail.').waitFor();
    expect((await dialledAt(world, lost)).length - LOST).toBe(CANARY);
    await write(page, follow.getByLabel('Reason'), 'the provider is mended');
    await press(page, follow.getByRole('button', { name: `Dial ${LOST - CANARY} contacts` }));
    await canary.getByText('Canary overridden').waitFor();
    await canary.getByText('the provider is mended').waitFor();
    await until(
      () => dialledAt(world, lost),
      (dials) => dials.length >= LOST + CANARY + 4,
    );
    await page.keyboard.press('b');
    const abort = page.getByRole('dialog', { name: /^Abort/ });
    const answer = page.waitForResponse('**/abort');
    await press(page, abort.getByRole('button', { name: /^Give \d+ contacts back$/ }));
    const answeredAtMs = await answeredAt(world, answer);
    expect(await dialsTooLate(world, lost, answeredAtMs)).toEqual([]);

    // Calls that had begun end with their own result first.
    const over = await until(newestRetry, (retry) => retry !== undefined && retry.dialled + retry.givenBack === LOST);
    const dials = (await dialledAt(world, lost)).length - LOST;
    const left = LOST - dials;
    expect(left).toBeGreaterThan(0);
    expect(over).toEqual({ state: 'aborted', dialled: dials, givenBack: left });
    await page.getByText(`Aborted: ${left} contacts stand again as before`).waitFor();
    const after = await standing(lost);
    const undialled = lost.filter((phone) => isSame(before.get(phone), after.get(phone)));
    expect(undialled).toHaveLength(left);

    const results = page.getByRole('region', { name: 'From old to new' });
    await results.getByRole('heading', { name: 'The provider failed' }).waitFor();
    const result = (words: string, contacts: number) =>
      results.getByRole('listitem').filter({ hasText: words }).getByText(String(contacts), { exact: true });
    await result('Answered', dials - CANARY).waitFor();
    await result('provider failed', CANARY).waitFor();
  });

  it('goes through after a canary that went well', async () => {
    // They have had the one attempt that their campaign allows: only an administrator may go beyond.
    ({ page } = await world.openAs('admin', '/campaigns'));
    await openGroup('busy', 'Busy');
    await planAndStart({ contacts: BUSY, canary: '2', override: true });
    await page.getByText('Everybody has a result').waitFor();
    await page.getByRole('region', { name: 'Canary' }).getByText('Canary passed').waitFor();
    await untilRetry({ state: 'completed', dialled: BUSY, givenBack: 0 });
    // Nobody of them is left among the failures.
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await tabTo(page, page.getByRole('grid', { name: 'Failures by cause' }));
    await page
      .getByRole('grid', { name: 'Failures by cause' })
      .getByRole('row')
      .filter({ hasText: 'Busy' })
      .getByText('0', { exact: true })
      .waitFor();
    const dialled = (await dialledAt(world, busy)).length;
    expect(dialled).toBe(2 * BUSY);
    await world.expectLawful();
  });
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
