import { parse } from 'csv-parse/sync';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditLedger } from '../../../engine/auditing/audit-ledger.ts';
import type { ApiClient } from '../api-client.ts';
import { FAULT_KINDS, MAY_PARK } from '../faults.ts';
import type { DemoOptions } from '../options.ts';
import type { Person } from '../people.ts';
import { RULES, type DemoCampaign, type ImportView } from '../prepare.ts';
import type { Findings } from '../report.ts';
import type { RunEnd } from '../run-until-done.ts';
import type { SimulatorControl, SimulatorSummary } from '../simulator-control.ts';
import type { DemoStack } from '../start-stack.ts';
import { compareLedger } from './drift.ts';
import { lostContacts, type ListCount } from './lost-contacts.ts';
import { paceBreaches } from './pace-breaches.ts';
import { countQuarantined, isSettled, readLedgerAttempts, readPacedSends } from './read-ledger.ts';
import { windowBreaches } from './window-breaches.ts';
import { countWorkflowTasks } from './workflow-tasks.ts';

export interface JudgeInput {
  options: DemoOptions;
  people: readonly Person[];
  campaigns: readonly DemoCampaign[];
  end: RunEnd;
  sendingAtKills: number;
  kills: string[];
  killFailure: string | null;
  /** Tasks in histories that were lost with Temporal's store. */
  workflowTasksLost: number;
}

interface JudgeDeps {
  stack: DemoStack;
  api: ApiClient;
  simulator: SimulatorControl;
}

const SETTLED_WITHIN_MS = 30_000;

/** Holds the run to its promises: by the simulator's counts and by SQL of its own, not by what the engine believes. */
export async function judge(deps: JudgeDeps, input: JudgeInput): Promise<Findings> {
  const { stack, api, simulator } = deps;
  const { end, options } = input;
  await untilSettled(deps);
  const [summary, texts, dials, attempts, limits, counts, invariants, quarantined, tasks] = await Promise.all([
    simulator.summary({ channel: 'call', maxPerDestination: RULES.maxAttempts, minGapMs: RULES.minGapMs }),
    simulator.summary({ channel: 'sms', maxPerDestination: RULES.maxAttempts }),
    simulator.dials(),
    readLedgerAttempts(stack.readDb),
    readPacedSends(stack.readDb),
    Promise.all(input.campaigns.map((campaign) => countList(api, campaign))),
    auditLedger(stack),
    countQuarantined(stack.readDb),
    countWorkflowTasks(stack.temporalAddress),
  ]);
  const doubles = doubleDials(summary, texts);
  const drift = compareLedger(attempts, dials);
  const late = windowBreaches(dials, input.people);
  const crowded = paceBreaches(limits);
  const lost = lostContacts(counts);
  const states: Record<string, number> = {};
  for (const { contacts } of end.progress) {
    for (const [state, count] of Object.entries(contacts.byState)) states[state] = (states[state] ?? 0) + count;
  }
  const total = (pick: (one: RunEnd['progress'][number]) => number): number =>
    end.progress.reduce((sum, one) => sum + pick(one), 0);
  const allDials = summary.dials + summary.smsSent;
  return {
    contacts: total(({ contacts }) => contacts.total),
    terminal: total(({ contacts }) => contacts.done),
    states,
    attempts: attempts.length,
    dials: allDials,
    doubleDials: doubles.count,
    lostContacts: lost.lost,
    parked: attempts.filter(({ state }) => state === 'PARKED').length,
    faultsFired: summary.faultsFired,
    ledgerDriftMicros: drift.driftMicros,
    windowBreaches: late.length,
    paceBreaches: crowded.length,
    seconds: Math.round(end.seconds * 10) / 10,
    dialsPerSecond: Math.round((allDials / Math.max(end.seconds, 0.001)) * 10) / 10,
    workflowTasks: tasks + input.workflowTasksLost,
    plan: summary.plan,
    speed: summary.speed,
    seed: options.seed,
    clockJumps: end.jumps,
    waitedFor: Object.fromEntries(
      Object.entries(end.waitedFor).map(([why, seconds]) => [why, Math.round(seconds * 10) / 10]),
    ),
    calls: summary.dials,
    texts: summary.smsSent,
    spentMicros: attempts.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0),
    parkedCosts: drift.parked,
    inboundChargesMicros: summary.charges.smsIn,
    mayPark: {
      sendingAtKills: input.sendingAtKills,
      hitByFault: MAY_PARK.reduce((sum, kind) => sum + (summary.faultsFired[kind] ?? 0), 0),
    },
    kills: input.kills,
    quarantined,
    completed: end.completed,
    stoppedBecause: end.reason,
    killFailure: input.killFailure,
    withFaults: options.faults,
    faultKinds: FAULT_KINDS,
    doubleDialWords: doubles.words,
    lostWords: lost.words,
    driftIds: drift.offenders,
    windowIds: late.map(
      ({ attemptId, receivedAtMs }) => `${attemptId ?? '?'} at ${new Date(receivedAtMs).toISOString()}`,
    ),
    paceIds: crowded,
    invariants,
  };
}

/** Facts that are still on their way change the count: the last callback, the last transcript. */
async function untilSettled({ stack, simulator }: JudgeDeps): Promise<void> {
  const giveUpAt = performance.now() + SETTLED_WITHIN_MS;
  while (performance.now() < giveUpAt) {
    if ((await simulator.isQuiet()) && (await isSettled(stack.readDb))) return;
    await sleep(200);
  }
}

/** Per attempt, and per destination: too many, two at once, too soon. A dial that names no attempt is one too many. */
function doubleDials(calls: SimulatorSummary, texts: SimulatorSummary): { count: number; words: string[] } {
  const [ofCalls, ofTexts] = [calls.perDestination, texts.perDestination];
  const count =
    calls.doubleDials +
    calls.withoutAttemptId +
    ofCalls.moreThanAllowed +
    ofCalls.twoAtOnce +
    ofCalls.soonerThanWait +
    ofTexts.moreThanAllowed;
  return {
    count,
    words: [
      ...calls.doubleDialExamples.map((id) => `attempt ${id} twice`),
      ...ofCalls.examples.moreThanAllowed.map((to) => `${to} called too often`),
      ...ofTexts.examples.moreThanAllowed.map((to) => `${to} texted too often`),
      ...ofCalls.examples.twoAtOnce.map((to) => `${to} called twice at once`),
      ...ofCalls.examples.soonerThanWait.map((to) => `${to} called too soon`),
    ],
  };
}

const TERMINAL = [
  'reached',
  'exhausted',
  'failed',
  'suppressed',
  'unknown_zone',
  'no_consent',
  'expired',
  'parked',
  'cancelled',
];

async function countList(api: ApiClient, { campaignId, importId, list }: DemoCampaign): Promise<ListCount> {
  const view = await api.get<ImportView>(`/imports/${importId}`);
  const csv = await api.text(`/campaigns/${campaignId}/export.csv`);
  const lines: { state: string }[] = parse(csv, { columns: true });
  return {
    list,
    view,
    exported: lines.length,
    terminal: lines.filter(({ state }) => TERMINAL.includes(state)).length,
  };
}
