import { setTimeout as sleep } from 'node:timers/promises';
import { createKey } from '../../../engine/access/create-key.ts';
import { auditLedger } from '../../../engine/auditing/audit-ledger.ts';
import { addAdministrator } from '../../console/people.ts';
import { createApiClient, type ApiClient } from '../api-client.ts';
import { seededDraw } from '../draw.ts';
import { compareLedger } from '../judge/drift.ts';
import { isSettled, readLedgerAttempts } from '../judge/read-ledger.ts';
import { addAccount, type DemoAccount } from '../prepare.ts';
import type { RunningDemo } from '../run-demo.ts';
import type { Say } from '../say.ts';
import { createSimulatorControl, type SimulatorControl } from '../simulator-control.ts';
import { startStack, type DemoStack } from '../start-stack.ts';
import { createClinicRecord, type ClinicRecord } from './clinic-record.ts';
import { createClinic, type Clinic } from './clinic.ts';
import { officeTime, officeWords } from './clock-of-clinic.ts';
import type { DayEnd } from './changes-of-day.ts';
import { liveTheDay } from './day.ts';
import { openEventDesk, type EventDesk } from './event-desk.ts';
import { judgeDay } from './judge.ts';
import { createDayClock, type DayClock } from './move-clock.ts';
import type { RemindersOptions } from './options.ts';
import { drawVisits, patientMaker } from './patients.ts';
import { clinicSettings } from './programme-of-clinic.ts';
import { readAttemptFacts, readOutcomes } from './read-outcomes.ts';
import { resultOf, sayReminders, type RemindersResult } from './report.ts';
import { readSent, readStops } from './what-went-out.ts';

/** People ring, talk and text so many times faster; the clock of the day jumps over what is only waiting. */
const SPEED = 60;
/** High enough that what is due in one second leaves in it. */
const SENDS_PER_SECOND = 200;
/** A network's: a callback that comes before the answer to its request was recorded waits for seconds (fold.ts). */
const CALLBACK_MS = 250;
const CREDIT_MICROS = 1_000_000_000;
const SETTLED_WITHIN_MS = 30_000;

/** A clinic's appointments from the first booking to the last answer, judged. What it started runs on until `stop`. */
export async function runReminders(options: RemindersOptions, say: Say): Promise<RunningDemo<RemindersResult>> {
  say.step('Starting servers, simulator, api and worker, each a process of its own, for this demo alone');
  const stack = await startStack({
    seed: options.seed,
    speed: SPEED,
    ownServersOnly: false,
    privateWebhooks: true,
    log: (line) => say.line(`  ${line}`),
  });
  try {
    const { apiKey, result, desk } = await clinicWeek(options, say, stack);
    return {
      result,
      apiUrl: stack.apiUrl,
      apiKey,
      user: await addAdministrator(stack.adminDb),
      ...(stack.uiAddress === undefined ? {} : { uiAddress: stack.uiAddress }),
      keepLogs: stack.keepLogs,
      stop: async () => {
        await stack.stop();
        await desk.stop();
      },
    };
  } catch (error) {
    say.line(`  logs were kept in ${stack.keepLogs()}`);
    await stack.stop();
    throw error;
  }
}

interface Week {
  stack: DemoStack;
  api: ApiClient;
  simulator: SimulatorControl;
  record: ClinicRecord;
  clinic: Clinic;
  clock: DayClock;
  desk: EventDesk;
  accounts: { calls: DemoAccount; texts: DemoAccount };
}

async function clinicWeek(options: RemindersOptions, say: Say, stack: DemoStack) {
  const beganMs = performance.now();
  const draw = seededDraw(options.seed);
  const simulator = createSimulatorControl(stack.simulatorUrl);
  const record = createClinicRecord();
  const clock = createDayClock({ db: stack.adminDb, simulator }, (atMs, waitsFor) => {
    say.progress(`  ${officeWords(atMs)} ${waitsFor}`);
  });
  await clock.startAt(officeTime('tue', '08:30'));
  say.line(`  seed ${options.seed}; people talk and text ${SPEED} times as fast as people do`);
  say.line(
    '  clock: Tuesday 08:30 in New York, in database and simulator; it jumps to the very moment at which something',
  );
  say.line(
    '  is due, and only when nothing is under way: so nothing comes early, and what is late is late by real time',
  );
  await simulator.post('distribution', {
    weights: { answer: 7, voicemail: 1, no_answer: 2, busy: 1 },
    talkSeconds: [10, 40],
    ringSeconds: [3, 10],
  });
  await simulator.post('faults', { rates: { webhook_late: 1 }, lateWebhookMs: CALLBACK_MS });

  say.step('Adding accounts, the programme of the clinic, and its address for events');
  const admin = await createKey(
    { db: stack.adminDb },
    { name: 'demo', scopes: ['admin'], expiresInDays: 30, actor: 'demo' },
  );
  const api = createApiClient(stack.apiUrl, admin.key);
  const deps = { api, simulator, simulatorUrl: stack.simulatorUrl };
  const pace = { perSecond: SENDS_PER_SECOND };
  const accounts = {
    calls: await addAccount(deps, { provider: 'cartesia', name: 'Calls (simulated)', ...pace }, CREDIT_MICROS),
    texts: await addAccount(deps, { provider: 'agentnumber', name: 'Texts (simulated)', ...pace }, CREDIT_MICROS),
  };
  const settings = clinicSettings(accounts);
  const made = await api.post<{ programmeId: string }>('/programmes', { name: 'Visits', settings });
  const clinic = createClinic({ api, record, nowMs: clock.nowMs }, made.programmeId);
  const desk = await openEventDesk(clock.nowMs, (event) => clinic.hear(event));
  const { secret } = await api.post<{ secret: string }>('/webhook-endpoints', {
    url: desk.url,
    kinds: ['appointment'],
  });
  desk.trust(secret);
  say.line(
    '  a text at the booking and one 24 hours before, a call 2 hours before with a text 10 minutes after no answer;',
  );
  say.line('  nothing in the last 30 minutes, nothing before 8:00 or after 20:00 where the patient lives');

  say.step('Two and a half days of the clinic, told by its own system over HTTP; times are New York');
  try {
    const newPatient = patientMaker(draw);
    const visits = drawVisits(options.appointments, newPatient, draw);
    const day = await liveTheDay(
      { stack, api, simulator, clinic, record, clock, say, draw },
      { visits, newPatient, accounts, settings },
    );
    say.step('Judging: what the simulator sent, against what the clinic knew at that moment');
    const seconds = Math.round((performance.now() - beganMs) / 100) / 10;
    const week: Week = { stack, api, simulator, record, clinic, clock, desk, accounts };
    const result = await judgeWeek(week, day, { seconds, seed: options.seed });
    sayReminders(say, result);
    return { apiKey: admin.key, result, desk };
  } catch (error) {
    await desk.stop();
    throw error;
  }
}

async function judgeWeek(
  week: Week,
  day: DayEnd,
  { seconds, seed }: { seconds: number; seed: number },
): Promise<RemindersResult> {
  const { stack, simulator, record, clinic, clock, desk, accounts } = week;
  await untilSettled(week);
  const endMs = clock.nowMs();
  const [sent, attempts, outcomes, stops, ledger, dials, invariants, told] = await Promise.all([
    readSent({ simulator, simulatorUrl: stack.simulatorUrl }, accounts),
    readAttemptFacts(stack.readDb),
    readOutcomes(stack.readDb),
    readStops(stack.simulatorUrl, accounts.texts),
    readLedgerAttempts(stack.readDb),
    simulator.dials(),
    auditLedger(stack),
    countEvents(week.api),
  ]);
  const judged = judgeDay({
    sent,
    attempts,
    outcomes,
    stops,
    histories: record.histories(),
    touched: clinic.touched(),
    edit: day.edit,
    restart: day.restart,
    endMs,
  });
  const { driftMicros, offenders } = compareLedger(ledger, dials);
  const received = desk.events();
  return resultOf({
    appointments: record.now().length,
    changes: clinic.counts(),
    refused: day.refused,
    states: countBy(record.now().map(({ state }) => state)),
    events: countBy(received.map(({ kind }) => kind.replace('appointment.', ''))),
    eventsRepeated: desk.repeated(),
    eventsLost: told - received.length,
    eventsForged: desk.forged(),
    reviewsDecided: day.reviewsDecided,
    preview: day.preview,
    messages: sent.length,
    calls: sent.filter(({ channel }) => channel === 'call').length,
    texts: sent.filter(({ channel }) => channel === 'sms').length,
    notices: judged.notices,
    merged: judged.merged,
    bySteps: judged.bySteps,
    outcomes: countBy(
      outcomes.map(({ status, reason, dueAtMs, messageState }) =>
        status === 'skipped' ? `skipped (${reason ?? '?'})` : dueAtMs > endMs ? 'to come' : (messageState ?? status),
      ),
    ),
    inFlightAtChange: day.inFlightAtChange,
    lateness: judged.lateness,
    latest: judged.latest,
    latenessAtRestart: judged.latenessAtRestart,
    breaches: judged.breaches,
    costMicros: sent.reduce((sum, { costMicros }) => sum + costMicros, 0),
    ledgerDriftMicros: driftMicros,
    driftIds: offenders,
    invariants,
    clockJumps: clock.jumps(),
    waitedFor: clock.waitedFor(),
    seconds,
    seed,
  });
}

/** Facts that are still on their way change the count. */
async function untilSettled({ stack, simulator }: Week): Promise<void> {
  const giveUpAt = performance.now() + SETTLED_WITHIN_MS;
  while (performance.now() < giveUpAt) {
    if ((await simulator.isQuiet()) && (await isSettled(stack.readDb))) return;
    await sleep(200);
  }
}

/** Events of the feed that the clinic had asked for. */
async function countEvents(api: ApiClient): Promise<number> {
  let count = 0;
  for (let after = 0; ;) {
    const page = await api.get<{ items: unknown[]; after: number }>(
      `/events?kinds=appointment&after=${after}&limit=200`,
    );
    count += page.items.length;
    if (page.items.length === 0) return count;
    after = page.after;
  }
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
