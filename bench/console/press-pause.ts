import { setTimeout as sleep } from 'node:timers/promises';
import { registerCallbacks } from '../../engine/accounts/register-callbacks.ts';
import { launchCampaign } from '../../engine/campaigns/launch.ts';
import { resumeCampaign } from '../../engine/campaigns/resume.ts';
import type { SimulatorClient } from '../../simulator/client.ts';
import { seedCampaign } from '../../test/support/seed.ts';
import type { Bench } from '../open-bench.ts';
import { ask, goUntilUseful, type Pages } from './open-pages.ts';
import { rounded } from './quantile.ts';

export interface PauseFigures {
  /** Of the worst press: from the click to the first byte of the last request for a call. */
  lastDialMs: number;
  presses: number[];
  /** In the seconds before each click. */
  dialsPerSecond: number[];
  /** Requests that arrived after a click, all presses together. */
  dialsAfterClick: number;
}

const CONTACTS = 20_000;
const PRESSES = 3;
const QUIET_SECONDS = 5;
/** Pressed while at least so many leave a second, each of a few seconds. */
const FLOWING = 50;
const FLOWING_SECONDS = 3;
const FLOWS_WITHIN_MS = 90_000;

/** Presses Pause in the page of a campaign that dials as fast as it can, and asks the simulator what still arrived. */
export async function pressPause(bench: Bench, pages: Pages, judge: SimulatorClient): Promise<PauseFigures> {
  const { stack, deps, test } = bench;
  const seeded = await seedCampaign(deps, test, {
    contacts: CONTACTS,
    launch: false,
    topUpMicros: 100_000_000_000,
    settings: { maxAttempts: 1, maxConcurrent: 2_000 },
    world: { url: stack.simulatorUrl, judge, provider: 'agentnumber' },
  });
  await registerCallbacks(deps, { accountId: seeded.accountId, publicUrl: stack.apiUrl, actor: 'bench' });
  await launchCampaign(deps, { campaignId: seeded.campaignId, actor: 'bench' });
  const window = await pages.openWindow();
  const page = await window.newPage();
  await goUntilUseful(page, `${stack.apiUrl}/campaigns/${seeded.campaignId}`);

  const presses: number[] = [];
  const rates: number[] = [];
  let late = 0;
  for (let press = 0; press < PRESSES; press++) {
    if (press > 0) await resumeCampaign(deps, { campaignId: seeded.campaignId, actor: 'bench' });
    const button = page.getByRole('button', { name: 'Pause', exact: true });
    await button.waitFor();
    const perSecond = await untilFlowing(judge);
    await button.click();
    await sleep(QUIET_SECONDS * 1_000);
    const clickedMs = await ask<number>(page, 'window.bench.clickedMs');
    const arrivedMs: number[] = [];
    for await (const { receivedAtMs } of judge.dials()) arrivedMs.push(receivedAtMs);
    const after = arrivedMs.filter((ms) => ms > clickedMs);
    late += after.length;
    presses.push(Math.max(0, ...after.map((ms) => ms - clickedMs)));
    rates.push(perSecond);
  }
  await window.close();
  return {
    lastDialMs: rounded(Math.max(...presses)),
    presses: presses.map((ms) => rounded(ms)),
    dialsPerSecond: rates.map((rate) => rounded(rate)),
    dialsAfterClick: late,
  };
}

/** Until calls leave steadily, not only the first of those that are planned. Answers how many a second. */
async function untilFlowing(judge: SimulatorClient): Promise<number> {
  const seen: number[] = [];
  for (const endsAtMs = performance.now() + FLOWS_WITHIN_MS; performance.now() < endsAtMs; await sleep(1_000)) {
    seen.push((await judge.summary()).dials);
    const last = seen.slice(-FLOWING_SECONDS - 1);
    const steps = last.slice(1).map((dials, place) => dials - (last[place] ?? 0));
    if (steps.length === FLOWING_SECONDS && steps.every((step) => step >= FLOWING)) {
      return steps.reduce((sum, step) => sum + step, 0) / FLOWING_SECONDS;
    }
  }
  throw new Error(`nothing is dialled steadily: ${seen.slice(-20).join(', ')}`);
}
