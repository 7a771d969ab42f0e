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
  /** Before the clicks. */
  dialsPerSecond: number;
  /** Requests that arrived after a click, all presses together. */
  dialsAfterClick: number;
}

const CONTACTS = 40_000;
const PRESSES = 3;
const DIALS_SECONDS = 6;
const QUIET_SECONDS = 5;
const FIRST_DIALS = 100;
const BEGINS_WITHIN_MS = 60_000;

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
  let dials = 0;
  let dialledMs = 0;
  let late = 0;
  for (let press = 0; press < PRESSES; press++) {
    if (press > 0) await resumeCampaign(deps, { campaignId: seeded.campaignId, actor: 'bench' });
    const button = page.getByRole('button', { name: 'Pause', exact: true });
    await button.waitFor();
    await untilDialling(judge);
    await sleep(DIALS_SECONDS * 1_000);
    await button.click();
    await sleep(QUIET_SECONDS * 1_000);
    const clickedMs = await ask<number>(page, 'window.bench.clickedMs');
    const arrivedMs: number[] = [];
    for await (const { receivedAtMs } of judge.dials()) arrivedMs.push(receivedAtMs);
    const after = arrivedMs.filter((ms) => ms > clickedMs);
    late += after.length;
    presses.push(Math.max(0, ...after.map((ms) => ms - clickedMs)));
    const recent = arrivedMs.filter((ms) => ms <= clickedMs && ms > clickedMs - DIALS_SECONDS * 1_000);
    dials += recent.length;
    dialledMs += DIALS_SECONDS * 1_000;
    if (recent.length === 0) throw new Error('nothing was dialled before the press');
  }
  await window.close();
  return {
    lastDialMs: rounded(Math.max(...presses)),
    presses: presses.map((ms) => rounded(ms)),
    dialsPerSecond: rounded(dials / (dialledMs / 1_000)),
    dialsAfterClick: late,
  };
}

async function untilDialling(judge: SimulatorClient): Promise<void> {
  const before = (await judge.summary()).dials;
  for (const endsAtMs = performance.now() + BEGINS_WITHIN_MS; performance.now() < endsAtMs; await sleep(200)) {
    if ((await judge.summary()).dials > before + FIRST_DIALS) return;
  }
  throw new Error('nothing is dialled');
}
