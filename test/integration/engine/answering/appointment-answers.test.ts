import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rows } from '../../../../db/rows.ts';
import { answerFor } from '../../../../engine/answering/answer-for.ts';
import { answerToken } from '../../../../engine/answering/answer-token.ts';
import { applyAnswers } from '../../../../engine/answering/apply-answers.ts';
import { decideAnswer } from '../../../../engine/answering/decide-answer.ts';
import { listReviews } from '../../../../engine/answering/list-reviews.ts';
import { recordAnswer } from '../../../../engine/answering/record-answer.ts';
import type { EngineDeps } from '../../../../engine/deps.ts';
import { createInbox, writeFacts, type Inbox } from '../../../../engine/folding/inbox.ts';
import { bookAppointments } from '../../../../engine/reminders/booking/book.ts';
import { cancelAppointment } from '../../../../engine/reminders/booking/cancel.ts';
import { sendNow } from '../../../../engine/reminders/booking/send-now.ts';
import { acceptAll, endAll, foldAll, jump, newFact, offences } from '../../../support/ledger-steps.ts';
import { scriptedTelephony } from '../../../support/scripted-telephony.ts';
import { seedProgramme, type SeededProgramme, type SeedProgramme } from '../../../support/seed-programme.ts';
import { engineOver } from '../../../support/seed.ts';
import { testDb, type TestDb } from '../../../support/test-db.ts';

let test: TestDb;
let deps: EngineDeps;
let inbox: Inbox;
beforeAll(async () => {
  test = await testDb();
  deps = engineOver(test, scriptedTelephony());
  inbox = createInbox(deps);
});
afterAll(() => test.drop());

const OURS = '+12125550100';
const HOUR = 3_600_000;
const actor = 'test';
let people = 12_125_560_200;
let offsetMs = 0;
const now = (): number => Date.now() + offsetMs;
const ahead = async (ms: number): Promise<void> => {
  offsetMs += ms;
  await jump(test, ms);
};

interface Trial extends SeededProgramme {
  phone: number;
  /** Of the message that went out. */
  attemptId: string;
}

const ANSWERS = {
  keys: { '1': 'confirm', '2': 'cancel', '3': 'reschedule' },
  onConfirm: 'stop',
  onCancel: 'cancel',
  onReschedule: 'stop',
  cutoffSeconds: 3600,
} as const;

const book = async (to: SeededProgramme, phone: number, externalId: string, inHours: number): Promise<void> => {
  const startsAt = new Date(now() + inHours * HOUR).toISOString();
  const items = [{ externalId, phone: `+${phone}`, startsAt }];
  const [result] = await bookAppointments(deps, { programmeId: to.programmeId, items, actor });
  if (!result?.ok) throw new Error(JSON.stringify(result));
};

/** A programme, an appointment in two days, and its first message sent now. */
async function reminded(options: SeedProgramme & { slot?: 0 | 1; inHours?: number } = {}): Promise<Trial> {
  const { slot = 0, inHours = 48, ...seeded } = options;
  const programme = await seedProgramme(deps, test, {
    ...seeded,
    settings: { answers: ANSWERS, languages: ['en', 'es'], ...seeded.settings },
  });
  const phone = people++;
  await book(programme, phone, 'visit', inHours);
  return { ...programme, phone, attemptId: await send(programme, 'visit', slot) };
}

async function send(programme: SeededProgramme, externalId: string, slot = 0): Promise<string> {
  const step = programme.settings.steps[slot]?.key;
  await sendNow(deps, { programmeId: programme.programmeId, externalId, step, actor });
  const { ids } = await acceptAll(deps, programme.runId, slot);
  expect(ids).toHaveLength(1);
  return ids[0] ?? '';
}

let refs = 0;
const text = (to: Trial, body: string, options: { at?: string; phone?: number; ref?: string } = {}) =>
  newFact(to.accountId, {
    kind: 'sms_received',
    messageRef: options.ref ?? `reply${refs++}`,
    fromPhone: `+${options.phone ?? to.phone}`,
    toPhone: OURS,
    text: body,
    ...(options.at === undefined ? {} : { at: options.at }),
  });
const say = async (to: Trial, body: string, options: Parameters<typeof text>[2] = {}): Promise<void> => {
  await inbox.receive([text(to, body, options)]);
  await foldAll(deps);
};
const tell = async (to: Trial, report: Omit<Parameters<typeof recordAnswer>[1], 'token'>) =>
  await recordAnswer(deps, { ...report, token: answerToken(deps.secrets, to.attemptId) });

interface Stands {
  state: string;
  answer: string | null;
  changes: string[];
}
const stands = async (to: SeededProgramme, externalId = 'visit'): Promise<Stands | undefined> =>
  (
    await rows<Stands>(
      test.db,
      sql`select state, answer, array(select change from appointment_versions v where v.appointment_id = a.id order by version) as changes
          from appointments a where programme_id = ${to.programmeId} and external_id = ${externalId}`,
    )
  )[0];
const waiting = async (to: SeededProgramme): Promise<string[]> =>
  (
    await rows<{ key: string }>(
      test.db,
      sql`select distinct m.key from due d join reminders m on m.contact_id = d.contact_id join appointments a on a.id = m.appointment_id
            and a.version = m.version where d.run_id = ${to.runId} order by 1`,
    )
  ).map(({ key }) => key);
const reviewsOf = async ({ phone }: Trial) =>
  (await listReviews(deps, { limit: 100 })).items.filter((review) => review.phone === `+${phone}`);
const eventsOf = async (to: SeededProgramme): Promise<string[]> =>
  (
    await rows<{ kind: string }>(
      test.db,
      sql`select kind from events where data ->> 'programmeId' = ${to.programmeId} order by id`,
    )
  ).map(({ kind }) => kind);
const queued = async (): Promise<number> =>
  (await rows<{ n: number }>(test.db, sql`select count(*)::int as n from answers_to_apply`))[0]?.n ?? -1;

describe('an answer by text', () => {
  it('confirms the appointment and stops what is left', async () => {
    const to = await reminded();
    expect(await waiting(to)).toEqual(['2h-call']);
    await say(to, 'Yes, see you then!');
    expect(await stands(to)).toMatchObject({ state: 'confirmed', answer: 'confirm' });
    expect(await waiting(to)).toEqual([]);
    expect(await eventsOf(to)).toEqual(['appointment.confirmed']);
    expect(await queued()).toBe(0);
    expect(await reviewsOf(to)).toEqual([]);
  });

  it('is understood in the languages of the programme, and by its keys', async () => {
    const spanish = await reminded();
    await say(spanish, 'sí confirmo');
    expect(await stands(spanish)).toMatchObject({ state: 'confirmed' });
    const key = await reminded();
    await say(key, '2');
    expect(await stands(key)).toMatchObject({ state: 'cancelled', answer: 'cancel' });
  });

  it('counts once, however often it is told', async () => {
    const to = await reminded();
    const twice = text(to, 'yes', { ref: 'double' });
    await inbox.receive([twice, { ...twice, dedupeKey: 'double again' }]);
    await foldAll(deps);
    await inbox.receive([{ ...twice, dedupeKey: 'double once more' }]);
    await foldAll(deps);
    await say(to, 'yes');
    expect((await stands(to))?.changes.filter((change) => change === 'confirmed')).toHaveLength(1);
  });

  it('gives way to a later one, in whatever order they come', async () => {
    const to = await reminded();
    const sent = (seconds: number): string => new Date(now() - 60_000 + seconds * 1000).toISOString();
    await ahead(120_000);
    await say(to, 'cancel my appointment', { at: sent(30) });
    expect(await stands(to)).toMatchObject({ state: 'cancelled' });
    // It was sent before.
    await say(to, 'yes', { at: sent(10) });
    expect(await stands(to)).toMatchObject({ state: 'cancelled', answer: 'cancel' });
    await say(to, 'yes I will be there', { at: sent(40) });
    expect(await stands(to)).toMatchObject({ state: 'confirmed', answer: 'confirm' });
    expect((await stands(to))?.changes.slice(-2)).toEqual(['cancelled', 'restored']);
    // Said once more, and then one that was given in between is told last.
    await say(to, 'yes', { at: sent(59) });
    await say(to, 'please cancel my appointment', { at: sent(50) });
    expect(await stands(to)).toMatchObject({ state: 'confirmed' });
  });

  it('asks to move, which stops what is left and is told to other systems', async () => {
    const to = await reminded();
    await say(to, 'can we reschedule?');
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: 'reschedule' });
    expect(await waiting(to)).toEqual([]);
    expect(await eventsOf(to)).toEqual(['appointment.reschedule_asked']);
  });

  it('leaves the rest of the plan alone where the policy says so', async () => {
    const to = await reminded({
      settings: { answers: { ...ANSWERS, onConfirm: 'continue', onCancel: 'continue', onReschedule: 'continue' } },
    });
    await say(to, 'yes');
    expect(await waiting(to)).toEqual(['2h-call']);
    await say(to, 'I need to cancel my appointment');
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: 'cancel' });
    expect(await waiting(to)).toEqual(['2h-call']);
    expect(await eventsOf(to)).toEqual(['appointment.confirmed', 'appointment.cancel_asked']);
  });

  it('goes to a person when it is not clear, and mere thanks go to nobody', async () => {
    const to = await reminded();
    await say(to, 'thank you');
    expect(await reviewsOf(to)).toEqual([]);
    await say(to, "I can't make it");
    await say(to, 'please call me');
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
    expect((await reviewsOf(to)).map(({ evidence }) => evidence)).toEqual([
      'please call me - wants to speak with somebody',
      "I can't make it",
    ]);
    expect((await reviewsOf(to))[0]).toMatchObject({ kind: 'answer', appointments: [{ externalId: 'visit' }] });
    expect(await eventsOf(to)).toEqual(['appointment.answer_unclear', 'appointment.answer_unclear']);
    expect(await waiting(to)).toEqual(['2h-call']);
  });

  it('takes CANCEL for a no to all messages, and asks whether it meant the appointment', async () => {
    const to = await reminded();
    await say(to, 'CANCEL');
    const suppressed = await rows(
      test.db,
      sql`select 1 from suppressions where phone = ${to.phone} and lifted_at is null`,
    );
    expect(suppressed).toHaveLength(1);
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
    expect(await reviewsOf(to)).toMatchObject([
      { kind: 'answer', evidence: 'CANCEL - may have meant the appointment' },
    ]);
    const stop = await reminded();
    await say(stop, 'STOP');
    expect(await reviewsOf(stop)).toEqual([]);
  });

  it('is nothing where no message of a programme went to its sender, to this number, of late', async () => {
    const to = await reminded();
    const stranger = people++;
    await say(to, 'yes', { phone: stranger });
    await inbox.receive([
      newFact(to.accountId, {
        kind: 'sms_received',
        messageRef: 'elsewhere',
        fromPhone: `+${to.phone}`,
        toPhone: '+12125559999',
        text: 'yes',
      }),
    ]);
    await foldAll(deps);
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
    await ahead(49 * HOUR + 24 * HOUR);
    await say(to, 'yes');
    expect(await rows(test.db, sql`select 1 from answers where attempt_id = ${to.attemptId}`)).toEqual([]);
  });

  it('is about nobody knows what when two messages about different appointments went out together', async () => {
    const to = await reminded({ settings: { mergeWithinSeconds: null } });
    await book(to, to.phone, 'other', 30);
    await endAll(deps, to, [to.attemptId], 'sms_sent');
    await ahead(60_000);
    await send(to, 'other');
    await say(to, 'yes');
    expect(await stands(to)).toMatchObject({ state: 'booked' });
    expect(await stands(to, 'other')).toMatchObject({ state: 'booked' });
    expect(await reviewsOf(to)).toHaveLength(1);
  });
});

describe('an answer that comes too late, or to something else', () => {
  it('cancels nothing within the cut-off, nor confirms anything after the start', async () => {
    const to = await reminded({ inHours: 3 });
    await ahead(2.5 * HOUR);
    await say(to, 'cancel my appointment');
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
    expect((await reviewsOf(to)).map(({ evidence }) => evidence)).toEqual([
      'cancel my appointment - came too late to count by itself',
    ]);
    await ahead(HOUR);
    await say(to, 'yes');
    expect(await stands(to)).toMatchObject({ state: 'booked' });
    expect(await eventsOf(to)).toEqual(['appointment.answer_late', 'appointment.answer_late']);
  });

  it('counts by the time at which it was given, not at which it was told', async () => {
    const to = await reminded({ inHours: 3 });
    const given = new Date(now()).toISOString();
    await ahead(2.5 * HOUR);
    await say(to, 'cancel my appointment', { at: given });
    expect(await stands(to)).toMatchObject({ state: 'cancelled' });
  });

  it('does not confirm a start of which its message did not tell', async () => {
    const to = await reminded({ settings: { repeatAfterMoveSeconds: 0 } });
    await book(to, to.phone, 'visit', 72);
    await say(to, 'yes');
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
    expect((await reviewsOf(to)).map(({ evidence }) => evidence)).toEqual([
      'yes - answers a message of before the appointment was moved',
    ]);
  });

  it('does not restore what the office cancelled', async () => {
    const to = await reminded();
    await cancelAppointment(deps, { ...to, externalId: 'visit', actor });
    await say(to, 'yes');
    expect(await stands(to)).toMatchObject({ state: 'cancelled' });
    const [review] = await reviewsOf(to);
    expect(review?.evidence).toBe('yes - the appointment was cancelled before');
    await expect(decideAnswer(deps, { reviewId: review?.id ?? '', meaning: 'confirm', actor })).rejects.toMatchObject({
      code: 'appointment_cancelled',
    });
  });
});

describe('an answer to a message of several appointments', () => {
  it('is for all of them, and only for those that did not move meanwhile', async () => {
    const programme = await seedProgramme(deps, test, {
      settings: { answers: ANSWERS, mergeWithinSeconds: 4 * 3600, repeatAfterMoveSeconds: 0 },
    });
    const phone = people++;
    const hour = Math.ceil(now() / HOUR);
    const startsAt = (hours: number): string => new Date((hour + hours) * HOUR).toISOString();
    const item = (externalId: string, hours: number) => ({
      externalId,
      phone: `+${phone}`,
      startsAt: startsAt(hours),
      zone: 'Etc/UTC',
    });
    // On one day, whatever the hour at which this runs.
    const noon = 24 * Math.ceil((hour + 48) / 24) - hour + 12;
    const items = [item('a', noon), item('b', noon + 1), item('c', noon + 2)];
    const booked = await bookAppointments(deps, { programmeId: programme.programmeId, items, actor });
    expect(booked.every(({ ok }) => ok)).toBe(true);
    await ahead(Date.parse(startsAt(noon)) - 24 * HOUR - now() + 1000);
    const { ids } = await acceptAll(deps, programme.runId, 0);
    expect(ids).toHaveLength(1);
    const to: Trial = { ...programme, phone, attemptId: ids[0] ?? '' };
    await bookAppointments(deps, { programmeId: to.programmeId, items: [item('c', noon + 40)], actor });
    await say(to, 'yes');
    expect(await stands(to, 'a')).toMatchObject({ state: 'confirmed' });
    expect(await stands(to, 'b')).toMatchObject({ state: 'confirmed' });
    expect(await stands(to, 'c')).toMatchObject({ state: 'booked', answer: null });
    const [review, ...more] = await reviewsOf(to);
    expect(more).toEqual([]);
    // What a person says of it is for the one that is left.
    await decideAnswer(deps, { reviewId: review?.id ?? '', meaning: 'cancel', actor });
    expect(await stands(to, 'a')).toMatchObject({ state: 'confirmed' });
    expect(await stands(to, 'c')).toMatchObject({ state: 'cancelled' });
  });
});

describe('an answer in a call', () => {
  it('means by its key what the programme says', async () => {
    const to = await reminded({ slot: 1 });
    expect(await tell(to, { digits: '1' })).toEqual({ meaning: 'confirm', already: false, optedOut: false });
    expect(await stands(to)).toMatchObject({ state: 'confirmed' });
    expect(await tell(to, { digits: '1' })).toMatchObject({ already: true });
    expect(await tell(to, { digits: '3#' })).toMatchObject({ meaning: 'reschedule' });
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: 'reschedule' });
    expect(await tell(to, { digits: '8' })).toMatchObject({ meaning: 'unclear' });
    expect((await reviewsOf(to)).map(({ evidence }) => evidence)).toEqual(['pressed 8']);
  });

  it('is unclear where the words say something else than the agent understood', async () => {
    const to = await reminded({ slot: 1 });
    expect(await tell(to, { meaning: 'confirm', said: 'please cancel my appointment' })).toMatchObject({
      meaning: 'unclear',
    });
    expect(await tell(to, { said: 'I will be there' })).toMatchObject({ meaning: 'confirm' });
    expect(await stands(to)).toMatchObject({ state: 'confirmed' });
  });

  const transcript = async (to: Trial, turns: readonly [role: 'agent' | 'person', text: string][]): Promise<void> => {
    const end = {
      kind: 'ended',
      attemptId: to.attemptId,
      outcome: 'answered',
      providerReason: 'done',
      talkSeconds: 20,
    } as const;
    const said = turns.map(([role, words]) => ({ role, text: words }));
    await writeFacts(deps.db, [
      newFact(to.accountId, { ...end, transcriptExpected: true }),
      newFact(to.accountId, { kind: 'transcript', attemptId: to.attemptId, turns: said }),
    ]);
    await foldAll(deps);
  };

  it('is read in the transcript where no tool told it', async () => {
    const to = await reminded({ slot: 1 });
    await transcript(to, [
      ['agent', 'Am I speaking with Ann?'],
      ['person', 'Yes.'],
      ['agent', 'You have an appointment on Thursday. Will you be there?'],
      ['person', 'Yes, I will be there.'],
    ]);
    expect(await stands(to)).toMatchObject({ state: 'confirmed' });

    const told = await reminded({ slot: 1 });
    await tell(told, { digits: '2' });
    await transcript(told, [['person', 'I confirm, see you then']]);
    expect(await stands(told)).toMatchObject({ state: 'cancelled' });
  });

  it('is none in the transcript where it is not said in clear words', async () => {
    const to = await reminded({ slot: 1 });
    await transcript(to, [
      ['agent', 'Am I speaking with Ann?'],
      ['person', 'Yes.'],
    ]);
    expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
    expect(await reviewsOf(to)).toEqual([]);
  });
});

describe('a review of an answer', () => {
  it('is decided with a meaning, once, and overrides the cut-off', async () => {
    const to = await reminded({ inHours: 3 });
    await ahead(2.5 * HOUR);
    await say(to, 'cancel my appointment');
    const [review] = await reviewsOf(to);
    const reviewId = review?.id ?? '';
    const decided = await decideAnswer(deps, { reviewId, meaning: 'cancel', reason: 'called back', actor: 'cli:ann' });
    expect(decided).toMatchObject({ state: 'confirmed', already: false, appointments: [{ state: 'cancelled' }] });
    expect(await decideAnswer(deps, { reviewId, meaning: 'cancel', actor })).toMatchObject({ already: true });
    await expect(decideAnswer(deps, { reviewId, meaning: 'confirm', actor })).rejects.toMatchObject({
      code: 'review_decided',
    });
    await expect(decideAnswer(deps, { reviewId, meaning: 'none', actor })).rejects.toMatchObject({
      code: 'review_decided',
    });
    const versions = await rows(
      test.db,
      sql`select v.created_by as by from appointment_versions v join appointments a on a.id = v.appointment_id
          where a.programme_id = ${to.programmeId} and v.change = 'cancelled'`,
    );
    expect(versions).toEqual([{ by: 'cli:ann' }]);
  });

  it('changes nothing when it asks for nothing, and cannot outdo what the person said since', async () => {
    const to = await reminded();
    await say(to, 'hm');
    await say(to, 'perhaps');
    await say(to, 'yes');
    const [second, first] = await reviewsOf(to);
    await expect(decideAnswer(deps, { reviewId: first?.id ?? '', meaning: 'cancel', actor })).rejects.toMatchObject({
      code: 'answered_since',
    });
    expect(await decideAnswer(deps, { reviewId: second?.id ?? '', meaning: 'none', actor })).toMatchObject({
      state: 'dismissed',
      appointments: [{ state: 'confirmed' }],
    });
    expect(await stands(to)).toMatchObject({ state: 'confirmed' });
  });

  it('of a possible no is not decided with a meaning', async () => {
    const to = await reminded();
    await say(to, 'not interested');
    const [review] = await reviewsOf(to);
    expect(review?.kind).toBe('opt_out');
    await expect(decideAnswer(deps, { reviewId: review?.id ?? '', meaning: 'cancel', actor })).rejects.toMatchObject({
      code: 'review_not_answer',
    });
  });
});

describe('answers that wait', () => {
  const wait = async (to: Trial, meaning: string, key: string): Promise<void> => {
    await test.db.execute(
      sql`with made as (insert into answers (attempt_id, meaning, source, said, dedupe_key)
            values (${to.attemptId}, ${meaning}, 'speech', ${meaning}, ${key}) returning id)
          insert into answers_to_apply (answer_id) select id from made`,
    );
  };

  it('are applied once each by several appliers at the same time, the last one having the last word', async () => {
    const trials = [await reminded(), await reminded()];
    for (const to of trials)
      for (const meaning of ['confirm', 'cancel', 'confirm', 'reschedule'])
        await wait(to, meaning, `${meaning} ${Math.random()}`);
    const applied = await Promise.all([1, 2, 3, 4].map(() => applyAnswers(deps)));
    expect(applied.reduce((sum, n) => sum + n)).toBe(8);
    expect(await queued()).toBe(0);
    for (const to of trials) expect(await stands(to)).toMatchObject({ state: 'booked', answer: 'reschedule' });
  });

  it('meet moves of their appointments at the same moment, and either is first', async () => {
    const trials: Trial[] = [];
    for (let i = 0; i < 4; i++) trials.push(await reminded({ settings: { repeatAfterMoveSeconds: 0 } }));
    for (const to of trials) await wait(to, 'confirm', 'raced');
    await Promise.all([applyAnswers(deps), ...trials.map((to) => book(to, to.phone, 'visit', 72)), applyAnswers(deps)]);
    for (const to of trials) {
      // A yes to the old start never holds for the new one.
      expect(await stands(to)).toMatchObject({ state: 'booked', answer: null });
      expect(await waiting(to)).toEqual(['24h-sms', '2h-call']);
      const asked = (await reviewsOf(to)).length;
      const counted = (await stands(to))?.changes.includes('confirmed');
      expect([asked, counted]).toEqual(counted ? [0, true] : [1, false]);
    }
  });

  it('do not wait for one that cannot be applied: that one goes to a person', async () => {
    const [bad, good] = [await reminded(), await reminded()];
    await wait(bad, 'confirm', 'bad');
    await wait(good, 'confirm', 'good');
    await test.adminDb.execute(
      sql`alter table appointments add constraint trial check (state <> 'confirmed' or phone <> ${sql.raw(String(bad.phone))})`,
    );
    const log = { ...deps.log, error: () => {} };
    expect(await applyAnswers({ ...deps, log })).toBe(2);
    await test.adminDb.execute(sql`alter table appointments drop constraint trial`);
    expect(await stands(good)).toMatchObject({ state: 'confirmed' });
    expect(await stands(bad)).toMatchObject({ state: 'booked' });
    const [review] = await reviewsOf(bad);
    expect(review?.evidence).toBe('confirm - could not be applied');
    await decideAnswer(deps, { reviewId: review?.id ?? '', meaning: 'confirm', actor });
    expect(await stands(bad)).toMatchObject({ state: 'confirmed' });
  });
});

it('answers for an appointment what another system tells, at once and with the plan', async () => {
  const to = await reminded();
  const tellOf = (meaning: 'confirm' | 'cancel' | 'reschedule') =>
    answerFor(deps, { programmeId: to.programmeId, externalId: 'visit', meaning, note: 'at the desk', actor });
  const confirmed = await tellOf('confirm');
  expect(confirmed).toMatchObject({ state: 'confirmed', answer: 'confirm', change: 'confirmed' });
  expect(confirmed.plan.map(({ status }) => status)).toEqual(['sent', 'skipped']);
  expect(await tellOf('confirm')).toMatchObject({ change: 'unchanged', version: confirmed.version });
  expect(await tellOf('cancel')).toMatchObject({ state: 'cancelled' });
  expect(await tellOf('confirm')).toMatchObject({ state: 'confirmed', change: 'restored' });
  await cancelAppointment(deps, { ...to, externalId: 'visit', actor });
  await answerFor(deps, { programmeId: to.programmeId, externalId: 'visit', meaning: 'reschedule', actor });
  await expect(tellOf('confirm')).rejects.toMatchObject({ code: 'appointment_cancelled' });
});

it('leaves a ledger in which everything adds up', async () => {
  expect(await offences(test)).toEqual([]);
});
