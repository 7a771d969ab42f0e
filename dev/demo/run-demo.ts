import { createKey } from '../../engine/access/create-key.ts';
import { startClockAt } from '../clock.ts';
import { addAdministrator, type WorldUser } from '../console/people.ts';
import { createApiClient } from './api-client.ts';
import { seededDraw } from './draw.ts';
import { backUpFaults, turnOnFaults } from './faults.ts';
import { judge } from './judge/judge.ts';
import { countSending } from './judge/read-ledger.ts';
import { countWorkflowTasks } from './judge/workflow-tasks.ts';
import { planKills, type Kills, type KillTarget } from './kills.ts';
import { writeLists } from './lists.ts';
import type { DemoOptions } from './options.ts';
import { drawPeople } from './people.ts';
import { addAccount, createCampaign, importList, MISSED_YOU, sayProblems, suppress } from './prepare.ts';
import { resultOf, type DemoResult } from './report.ts';
import { runUntilDone } from './run-until-done.ts';
import { saySamples } from './samples.ts';
import type { Say } from './say.ts';
import { createSimulatorControl } from './simulator-control.ts';
import { startStack, type DemoStack } from './start-stack.ts';

/** A Tuesday at 10:00 in New York, far from any holiday: the same day at every hour of every real one. */
const START_MS = Date.parse('2026-06-09T10:00:00-04:00');
const SPEED = 60;
/** Least and most of those who talk: at this speed the longest call is over in two seconds. */
const TALK_SECONDS = [8, 90];
/** Paces grow with the list, so that a long one is not only waiting. */
const sendsPerSecond = (contacts: number): number => Math.max(30, Math.round(contacts / 10));

/** A demo that is over, and what it started, which is there to be looked at. */
export interface RunningDemo<Result> {
  result: Result;
  apiUrl: string;
  apiKey: string;
  /** Who may sign in to the dashboard. */
  user: WorldUser;
  uiAddress?: string;
  keepLogs: () => string;
  stop: () => Promise<void>;
}

/** The whole demo, from nothing to a settled and judged ledger. What it started runs on until `stop`. */
export async function runDemo(options: DemoOptions, say: Say): Promise<RunningDemo<DemoResult>> {
  say.step('Starting servers, simulator, api and worker, each a process of its own, for this demo alone');
  const stack = await startStack({
    seed: options.seed,
    speed: SPEED,
    ownServersOnly: options.faults,
    log: (line) => say.line(`  ${line}`),
  });
  try {
    const { apiKey, api, result } = await campaignFromListToLedger(options, say, stack);
    await sayResult(say, result);
    say.step('Three contacts, from their row in the list to the last line in the ledger');
    await saySamples(api, result.campaigns, say);
    const { campaigns: _campaigns, ...printed } = result;
    return {
      result: printed,
      apiUrl: stack.apiUrl,
      apiKey,
      user: await addAdministrator(stack.adminDb),
      ...(stack.uiAddress === undefined ? {} : { uiAddress: stack.uiAddress }),
      keepLogs: stack.keepLogs,
      stop: stack.stop,
    };
  } catch (error) {
    say.line(`  logs were kept in ${stack.keepLogs()}`);
    await stack.stop();
    throw error;
  }
}

async function campaignFromListToLedger(options: DemoOptions, say: Say, stack: DemoStack) {
  const draw = seededDraw(options.seed);
  const simulator = createSimulatorControl(stack.simulatorUrl);
  say.line('  simulator: plan unlimited, the documented limits of the providers are off');
  await startClockAt({ db: stack.adminDb, simulator }, START_MS);
  await simulator.post('distribution', { preset: 'mixed', talkSeconds: TALK_SECONDS });
  say.line(
    '  clock: Tuesday 10:00 in New York, in the database and at the simulator; it jumps when only waiting is left',
  );

  const { key } = await createKey(
    { db: stack.adminDb },
    { name: 'demo', scopes: ['admin'], expiresInDays: 1, actor: 'demo' },
  );
  const api = createApiClient(stack.apiUrl, key);
  say.step('Adding two provider accounts, with their numbers, callbacks, paces and credit');
  const perSecond = sendsPerSecond(options.contacts);
  const deps = { api, simulator, simulatorUrl: stack.simulatorUrl };
  const creditMicros = 50_000_000 + options.contacts * 1_000_000;
  const cartesia = await addAccount(
    deps,
    { provider: 'cartesia', name: 'Cartesia (simulated)', perSecond },
    creditMicros,
  );
  const agentNumber = await addAccount(
    deps,
    { provider: 'agentnumber', name: 'AgentNumber (simulated)', perSecond },
    creditMicros,
  );
  say.line(`  each: at most ${perSecond} sends per second, 100 calls at once, $${creditMicros / 1e6} of credit`);

  say.step('Importing two lists: national numbers, several zones, bad rows, duplicates, people who said no before');
  const people = drawPeople(options.contacts, draw);
  say.line(`  ${await suppress(api, people)} people are suppressed before the lists come`);
  const campaigns = [];
  await api.post('/templates', MISSED_YOU);
  for (const list of writeLists(people, draw)) {
    const { importId } = await importList(api, list, say);
    await sayProblems(api, importId, say);
    const account = list.list === 'calls' ? cartesia : agentNumber;
    campaigns.push(
      await createCampaign(api, { list, importId, account, pacePerSecond: list.list === 'calls' ? null : perSecond }),
    );
  }
  if (options.faults) await turnOnFaults(simulator, people, draw);

  say.step(
    'Launching both campaigns: calls with what the agent must know; calls, then a text to whom they did not reach',
  );
  for (const { campaignId } of campaigns) await api.post(`/campaigns/${campaignId}/launch`);
  const watch = options.faults ? watchKills(stack, options, draw, say) : undefined;
  const backUp = backUpFaults(simulator);
  const end = await runUntilDone(
    { api, db: stack.adminDb, simulator, say },
    {
      campaignIds: campaigns.map(({ campaignId }) => campaignId),
      ...(watch === undefined
        ? {}
        : {
            onLook: (attempts: number) => {
              watch.kills.look(attempts);
              if (watch.kills.areOver()) backUp.look();
            },
            mayEnd: watch.kills.areOver,
          }),
    },
  );

  say.step('Judging: by the count of the simulator, and by SQL over the ledger');
  const found = await judge(
    { stack, api, simulator },
    {
      options,
      people,
      campaigns,
      end,
      sendingAtKills: watch?.sendingAtKills() ?? 0,
      kills: watch?.kills.done() ?? [],
      killFailure: watch?.kills.failure() ?? null,
      workflowTasksLost: watch?.workflowTasksLost() ?? 0,
    },
  );
  return { apiKey: key, api, result: { ...resultOf(found), campaigns } };
}

interface KillWatch {
  kills: Kills;
  sendingAtKills: () => number;
  workflowTasksLost: () => number;
}

/** SIGKILL for worker (twice), api, Temporal and Redis; the last two lose all that they hold. */
function watchKills(stack: DemoStack, options: DemoOptions, draw: () => number, say: Say): KillWatch {
  let sendingAtKills = 0;
  let workflowTasksLost = 0;
  const { worker, api, temporal, redis } = stack.processes;
  const targets: KillTarget[] = [
    {
      server: worker,
      times: 2,
      dead: async () => {
        sendingAtKills += await countSending(stack.adminDb);
      },
    },
    { server: api, times: 1 },
  ];
  if (redis) targets.push({ server: redis, times: 1 });
  if (temporal) {
    const before = async (): Promise<void> => {
      workflowTasksLost += await countWorkflowTasks(stack.temporalAddress).catch(() => 0);
    };
    targets.push({ server: temporal, times: 1, before });
  }
  return {
    kills: planKills(targets, options.contacts, draw, say.line),
    sendingAtKills: () => sendingAtKills,
    workflowTasksLost: () => workflowTasksLost,
  };
}

async function sayResult(say: Say, result: DemoResult): Promise<void> {
  const counts = Object.entries(result.states).filter(([, count]) => count > 0);
  say.line(`  contacts: ${result.contacts}, at their end: ${result.terminal}`);
  for (const [state, count] of counts) say.line(`    ${String(count).padStart(6)} ${state}`);
  say.line(
    `  dials: ${result.calls} calls and ${result.texts} texts of ${result.attempts} attempts in ${result.seconds} s, ${result.clockJumps} jumps of the clock`,
  );
  say.line(
    `  spent: $${(result.spentMicros / 1e6).toFixed(4)}, off by ${result.ledgerDriftMicros} micros from what the providers charged`,
  );
  if (result.parked > 0) {
    const { presumedMicros, chargedMicros } = result.parkedCosts;
    say.line(
      `  parked: ${result.parked}, presumed at $${(presumedMicros / 1e6).toFixed(4)}, charged by the providers: $${(chargedMicros / 1e6).toFixed(4)}`,
    );
  }
  say.line(
    `  double dials ${result.doubleDials}, lost contacts ${result.lostContacts}, at the wrong hour ${result.windowBreaches}, above the pace ${result.paceBreaches}`,
  );
  if (result.kills.length > 0) say.line(`  killed: ${result.kills.join(', ')}`);
}
