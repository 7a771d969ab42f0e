import type { Fact } from './clinic-record.ts';
import {
  cancel,
  chooseFrom,
  editSome,
  moveOneOfPair,
  moveSome,
  raceAtNextDue,
  type DayDeps,
  type DayEnd,
  type DayInput,
} from './changes-of-day.ts';
import { officeTime, officeWords, zoneOf, type Day } from './clock-of-clinic.ts';
import { scriptOf, writeBooking } from './patients.ts';
import { sameDayStep } from './programme-of-clinic.ts';

/** Nothing is due in odd minutes: what is said then meets no message that leaves. */
export async function liveTheDay(deps: DayDeps, input: DayInput): Promise<DayEnd> {
  const { clock, clinic, record, say } = deps;
  const until = async (day: Day, time: string, words?: string): Promise<void> => {
    const atMs = officeTime(day, time);
    await clock.advanceTo(atMs);
    if (words !== undefined) say.line(`  ${officeWords(atMs)}  ${words}`);
  };
  const end: DayEnd = {
    restart: { fromMs: 0, toMs: 0 },
    edit: { fromMs: 0, sureMs: 0 },
    preview: {},
    inFlightAtChange: 0,
    reviewsDecided: 0,
    refused: 0,
  };
  const size = Math.max(2, Math.round(input.visits.length / 25));

  end.refused = await morning(deps, input);
  await until('tue', '10:17', `${size} appointments are moved: to another day, by hours, by five minutes`);
  await moveSome(deps, size, end);
  await until('tue', '11:07', `${size} are cancelled`);
  for (const { externalId } of chooseFrom(deps, size)) await cancel(deps, externalId, end);
  await until('tue', '11:47', 'somebody books for 15:15 today: the text of the day before has passed');
  const late = input.newPatient('presses_1', zoneOf('America/New_York'));
  const lateVisit = { patient: late, startsAtMs: officeTime('tue', '15:15'), doctor: 'Dr Lind' };
  await deps.simulator.post('callees', { callees: [scriptOf(late, deps.draw)] });
  const booked = await clinic.put('late-1', writeBooking(lateVisit));
  for (const { step, why } of booked.plan) say.line(`             ${step}: ${why}`);
  await raceAtNextDue(deps, 24, end);
  await until('tue', '13:07', `${size} get another doctor or another number`);
  await editSome(deps, input, size);
  await until('tue', '14:07', 'the programme is edited: the call comes three hours before the start, not two');
  Object.assign(end, await editProgramme(deps, input));
  await until('tue', '15:59', 'the worker is stopped, and starts again while messages are due');
  end.restart.fromMs = clock.nowMs();
  await deps.stack.processes.worker.stop();
  await clock.advanceTo(officeTime('tue', '16:00'));
  await deps.stack.processes.worker.start();
  end.restart.toMs = clock.nowMs();
  await until('tue', '16:07', 'one of two appointments that share their messages is moved away');
  await moveOneOfPair(deps, input.visits, end);
  await until('tue', '16:37');
  end.reviewsDecided = await decideReviews(deps);

  await until('wed', '08:47', `${size} are moved and ${size} cancelled on the day itself`);
  await moveSome(deps, size, end);
  for (const { externalId } of chooseFrom(deps, size)) await cancel(deps, externalId, end);
  await raceAtNextDue(deps, 3, end);
  await until('wed', '11:17', 'the desk takes a yes and a no by itself, and leaves out one step of one visit');
  const [yes, no, quiet] = chooseFrom(deps, 3);
  if (yes) await clinic.answer(yes.externalId, 'confirm');
  if (no) await clinic.answer(no.externalId, 'cancel');
  if (quiet) await clinic.skip(quiet.externalId, 'same-day');
  await until('thu', '09:07', 'the last changes of the week');
  await moveSome(deps, 1, end);
  const [last] = chooseFrom(deps, 1);
  if (last) await cancel(deps, last.externalId, end);
  await until('thu', '20:07', 'everything that was due has had its end');
  await clock.settle();
  say.line(`             ${record.now().length} appointments are on the clinic's books`);
  return end;
}

/** Refusals, the list, single bookings, a series. */
async function morning(deps: DayDeps, { visits, newPatient }: DayInput): Promise<number> {
  const { api, clinic, clock, say, simulator, draw } = deps;
  const at = `/programmes/${clinic.programmeId}`;
  let refused = 0;
  for (const [zone, startsAt] of [
    ['America/Chicago', '2026-11-01 01:30'],
    ['America/New_York', '2027-03-14 02:30'],
    ['America/Phoenix', '2026-06-08 09:00'],
  ] as const) {
    const answer = await api
      .put(`${at}/appointments/wrong`, { phone: '+13125550199', startsAt, zone, variables: { doctor: 'Dr Lind' } })
      .then(() => 'was taken')
      .catch((error: unknown) => detailOf(error));
    if (answer === 'was taken') throw new Error(`${startsAt} in ${zone} was taken`);
    refused += 1;
    say.line(`  refused    ${answer}`);
  }
  // The first message of a worker's life waits until it has made its workflows ready; the list shall not.
  const first = { patient: newPatient('quiet', zoneOf('America/New_York')), doctor: 'Dr Lind' };
  await clinic.put('visit-1000', writeBooking({ ...first, startsAtMs: officeTime('wed', '11:00') }));
  await clock.settle();
  say.line(`  ${officeWords(clock.nowMs())}  the first appointment, by hand: its confirmation has gone out`);
  const inBulk = visits.slice(0, Math.ceil(visits.length * 0.8));
  await clinic.bookMany(inBulk);
  for (const visit of visits.slice(inBulk.length)) await clinic.put(visit.externalId, writeBooking(visit));
  say.line(
    `  ${officeWords(clock.nowMs())}  ${inBulk.length} are booked at once, ${visits.length - inBulk.length} one by one`,
  );

  const regular = newPatient('quiet', zoneOf('America/Chicago'));
  const { phone, name, zone } = regular;
  const series = await api.put<SeriesAnswer>(`${at}/series/dialysis-7`, {
    phone,
    name,
    rule: 'FREQ=DAILY;COUNT=3',
    first: '2026-06-10 10:00',
    zone: zone.zone,
    variables: { doctor: 'Dr Marsh' },
  });
  for (const { appointment } of series.next) {
    if (appointment) clinic.learn({ ...appointment, phone, zone: zone.zone });
  }
  const skipped = await clinic.skipOccurrence('dialysis-7', '2026-06-11');
  say.line(
    `             a series, ${series.words}: ${series.next.length} booked, ${skipped.externalId} is to pass in silence`,
  );
  await clock.advanceTo(officeTime('tue', '08:41'));
  const patients = new Map(visits.map(({ patient }) => [patient.phone, patient]));
  await simulator.post('callees', {
    callees: [...patients.values()].flatMap((patient) => scriptOf(patient, draw) ?? []),
  });
  return refused;
}

interface SeriesAnswer {
  words: string;
  next: { appointment: { externalId: string; startsAt: string; state: Fact['state'] } | null }[];
}

/** The words of a problem. */
function detailOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const json = /\{.*\}$/s.exec(text)?.[0];
  if (json === undefined) throw error;
  const problem: { detail?: string } = JSON.parse(json);
  return problem.detail ?? text;
}

interface EditAnswer {
  version: number;
  effect: { appointments: number; steps: Record<string, Record<string, number>> } | null;
}

/** First only what it would do, then it is done. */
async function editProgramme(
  { api, clinic, clock, say }: DayDeps,
  { accounts, settings }: DayInput,
): Promise<Pick<DayEnd, 'edit' | 'preview'>> {
  const steps = sameDayStep(accounts, 1, settings.steps.slice(0, -1));
  const at = `/programmes/${clinic.programmeId}`;
  const { effect } = await api.patch<EditAnswer>(`${at}?dryRun=true`, { settings: { steps } });
  const preview: Record<string, number> = {};
  for (const counts of Object.values(effect?.steps ?? {})) {
    for (const [change, count] of Object.entries(counts)) preview[change] = (preview[change] ?? 0) + count;
  }
  const words = Object.entries(preview).flatMap(([change, count]) => (count > 0 ? [`${count} ${change}`] : []));
  say.line(`             its preview, over ${effect?.appointments ?? 0} appointments: ${words.join(', ')}`);
  const fromMs = clock.nowMs();
  const { version } = await api.patch<EditAnswer>(at, { settings: { steps } });
  say.line(`             done: version ${version}`);
  return { edit: { fromMs, sureMs: clock.nowMs() }, preview };
}

/** A person at the clinic reads what nobody understood. */
async function decideReviews({ api, clock, say }: DayDeps): Promise<number> {
  const { items } = await api.get<{ items: { id: string; evidence: string }[] }>('/reviews?kind=answer&state=open');
  for (const { id, evidence } of items) {
    await api.post(`/reviews/${id}/decide`, { meaning: 'reschedule', reason: 'called back' });
    say.line(`  ${officeWords(clock.nowMs())}  somebody reads "${evidence}" and decides: another time`);
  }
  return items.length;
}
