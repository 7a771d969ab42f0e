import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pauseCampaign } from '../../../../engine/campaigns/pause.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { claim, type ClaimResult } from '../../../../engine/dialing/claim.ts';
import type { RunContext, StepContext } from '../../../../engine/dialing/run-context.ts';
import { createSender, type Sender } from '../../../../engine/dialing/sender.ts';
import type { Telephony } from '../../../../engine/ports.ts';
import { attemptsOf, contactsOf, offences, plannedRun } from '../../../support/ledger-steps.ts';
import { scriptedTelephony, type ScriptedTelephony } from '../../../support/scripted-telephony.ts';
import { engineOver, seedCampaign, type Seeded, type SeedOptions } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
beforeAll(async () => {
  test = await testDb();
});
afterAll(async () => await test.drop());

interface Trial {
  deps: EngineDeps;
  sender: Sender;
  seeded: Seeded;
  run: RunContext;
  step: StepContext;
  claimed: ClaimResult;
}

/** Claimed for a sender that has not got it yet. */
async function openTrial(telephony: Telephony, options: Partial<SeedOptions> = {}): Promise<Trial> {
  const deps: EngineDeps = {
    ...engineOver(test, telephony),
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  };
  const sender = createSender(deps);
  const seeded = await seedCampaign(deps, test, { contacts: 5, ...options });
  const run = await plannedRun(deps, seeded.runId);
  const [step] = run.steps;
  if (!step) throw new Error('no step');
  const claimed = await claim(deps, { run, step, sender: sender.id, batch: 100 });
  expect(claimed.attempts.length).toBeGreaterThan(0);
  return { deps, sender, seeded, run, step, claimed };
}

async function send({ sender, run, step, claimed }: Trial): Promise<void> {
  sender.submit(run, step, claimed);
  await sender.drain();
}

const outcomesOf = async ({ seeded }: Trial): Promise<string[]> => [
  ...new Set((await attemptsOf(test, seeded.runId)).map(({ state, reason }) => `${state}:${reason ?? ''}`)),
];

/** An adapter that does something of its own with a create. */
const placing = (placeCall: Telephony['placeCall']): Telephony => ({ ...scriptedTelephony(), placeCall });

describe('the sender', () => {
  it('sends each attempt once and has recorded all of them when it is drained', async () => {
    const telephony: ScriptedTelephony = scriptedTelephony();
    const trial = await openTrial(telephony);
    await send(trial);
    expect(telephony.begun.map(({ attemptId }) => attemptId).toSorted()).toEqual(
      trial.claimed.attempts.map(({ attemptId }) => attemptId).toSorted(),
    );
    expect(await outcomesOf(trial)).toEqual(['ACCEPTED:']);
    expect(trial.sender.load()).toBe(0);
    expect(await offences(test)).toEqual([]);
  });

  it("calls with the agent that the contact's own row asks for", async () => {
    const agents: (string | undefined)[] = [];
    const telephony = placing(async ({ attemptId, agentRef }) => {
      agents.push(agentRef);
      return { kind: 'accepted', providerRef: `ref_${attemptId}`, startedAtMs: Date.now() };
    });
    await send(await openTrial(telephony, { contacts: 1, overrides: { agent: 'agent_of_row' } }));
    await send(await openTrial(telephony, { contacts: 1 }));
    expect(agents).toEqual(['agent_of_row', undefined]);
  });

  it('sends nothing twice when it is given the same claim twice, nor what another has claimed', async () => {
    const telephony = scriptedTelephony();
    const trial = await openTrial(telephony);
    const other = createSender(trial.deps);
    other.submit(trial.run, trial.step, trial.claimed);
    await other.drain();
    expect(telephony.begun).toEqual([]);
    trial.sender.submit(trial.run, trial.step, trial.claimed);
    await send(trial);
    expect(telephony.begun).toHaveLength(trial.claimed.attempts.length);
  });

  it('gives everything back that a pause caught between claim and gate', async () => {
    const telephony = scriptedTelephony();
    const trial = await openTrial(telephony);
    await pauseCampaign(trial.deps, { campaignId: trial.seeded.campaignId, actor: 'test' });
    await send(trial);
    expect(telephony.begun).toEqual([]);
    expect(await outcomesOf(trial)).toEqual(['VOID:campaign_paused']);
    expect(await contactsOf(test, trial.seeded)).toEqual({ 'waiting:campaign_paused': 5 });
    expect(await offences(test)).toEqual([]);
  });

  it('gives up a granted time that was missed, instead of sending late', async () => {
    const telephony = scriptedTelephony();
    const trial = await openTrial(telephony, { paces: [{ maxCount: 100, windowMs: 1_000 }] });
    // The process stood still: every granted time has passed by more than 50 ms.
    await sleep(600);
    await send(trial);
    expect(telephony.begun).toEqual([]);
    expect(await outcomesOf(trial)).toEqual(['VOID:sent_late']);
    expect(await contactsOf(test, trial.seeded)).toEqual({ waiting: 5 });
  });

  it('lets no byte leave later than a second after the gate, whatever held the adapter up', async () => {
    let left = 0;
    const slow = placing(async (_, control) => {
      await sleep(1_100);
      if (!control.mayStart()) return { kind: 'not_sent', message: 'the deadline had passed' };
      left++;
      return { kind: 'accepted', providerRef: 'late', startedAtMs: Date.now() };
    });
    const trial = await openTrial(slow, { contacts: 2 });
    await send(trial);
    expect(left).toBe(0);
    expect(await outcomesOf(trial)).toEqual(['VOID:the deadline had passed']);
    expect(await contactsOf(test, trial.seeded)).toEqual({ waiting: 2 });
    expect(await offences(test)).toEqual([]);
  });

  it('takes an adapter that fails for ambiguous once it had asked to start, and for not sent before', async () => {
    const throwing = (asks: boolean): Telephony =>
      placing(async (_, control) => {
        if (asks) control.mayStart();
        throw new Error('broken adapter');
      });
    const before = await openTrial(throwing(false), { contacts: 1 });
    await send(before);
    expect(await outcomesOf(before)).toEqual(['VOID:broken adapter']);
    const after = await openTrial(throwing(true), { contacts: 1 });
    await send(after);
    expect(await outcomesOf(after)).toEqual(['UNKNOWN:broken adapter']);
    expect(await offences(test)).toEqual([]);
  });

  it('never sends a text with a hole in it: the contact ends with the reason', async () => {
    const telephony = scriptedTelephony();
    const trial = await openTrial(telephony, { contacts: 3, channel: 'sms' });
    const [step] = trial.run.settings.steps;
    if (!step) throw new Error('no step');
    // One of them has what the text needs.
    trial.run.settings.steps = [{ ...step, text: 'Hello {{ order }}' }];
    const [first] = trial.claimed.attempts;
    if (first) first.variables = { order: '42' };
    await send(trial);
    expect(telephony.begun.map(({ attemptId }) => attemptId)).toEqual([first?.attemptId]);
    expect(await contactsOf(test, trial.seeded)).toEqual({ 'failed:template_failed': 2, in_flight: 1 });
    expect(await attemptsOf(test, trial.seeded.runId)).toContainEqual(
      expect.objectContaining({ state: 'VOID', reason: expect.stringContaining('order') }),
    );
    expect(await offences(test)).toEqual([]);
  });

  it('sends at the granted times: never more in a second than the pace allows', async () => {
    const telephony = scriptedTelephony();
    const trial = await openTrial(telephony, { contacts: 60, paces: [{ maxCount: 20, windowMs: 1_000 }] });
    trial.sender.submit(trial.run, trial.step, trial.claimed);
    for (let i = 0; i < 12; i++) {
      await sleep(200);
      const { deps, run, step, sender } = trial;
      sender.submit(run, step, await claim(deps, { run, step, sender: sender.id, batch: 100 }));
    }
    await trial.sender.drain();
    const sentMs = telephony.begun.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
    const fullest = Math.max(
      ...sentMs.map((atMs) => sentMs.filter((other) => other >= atMs && other < atMs + 1_000).length),
    );
    expect(fullest).toBeLessThanOrEqual(20);
    expect(sentMs.length).toBeGreaterThan(0);
  });
});
