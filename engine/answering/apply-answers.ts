import { sql } from 'drizzle-orm';
import { inTransaction, sqlState, type Transaction } from '../../db/transaction.ts';
import { effectOfAnswer } from '../../domain/reminders/effect-of-answer.ts';
import type { EngineDeps } from '../deps.ts';
import { uuidArray } from '../dialing/lock-order.ts';
import { writeEvents } from '../events/write-events.ts';
import { readNowMs } from '../read-now.ts';
import { changeAppointments } from '../reminders/plans/change-appointments.ts';
import { readProgrammes } from '../reminders/programmes/find-programme.ts';
import { readAppointments, type Appointment } from '../reminders/plans/read-appointments.ts';
import { lockPeople } from '../reminders/plans/siblings.ts';
import { eventOf, reviewAnswers, type AnswerReview } from './review-answers.ts';
import { readAnswers, takeAnswers, type AppliedAnswer, type QueuedAnswer } from './read-answers.ts';

type ApplyDeps = Pick<EngineDeps, 'db' | 'zones' | 'law' | 'log'>;

/** One transaction: appointments of so many answers are held while they are planned again. */
const BATCH = 50;

/**
 * Tells appointments of the answers that they do not know yet, by their programme's policy; answers how many were seen
 * to. Each leaves the queue in the transaction of what it does. One that cannot be applied goes to review instead, and
 * no other waits for it.
 */
export async function applyAnswers(deps: ApplyDeps, limit = 500): Promise<number> {
  let done = 0;
  for (let size = BATCH; done < limit;) {
    let first: QueuedAnswer | undefined;
    const onRead = (answer: QueuedAnswer): void => {
      first = answer;
    };
    try {
      const applied = await inTransaction(deps.db, (tx) => applyBatch(tx, deps, Math.min(size, limit - done), onRead));
      if (applied === 0) break;
      done += applied;
    } catch (error) {
      if (isPassing(error) || first === undefined) throw error;
      if (size > 1) {
        size = 1;
        continue;
      }
      await setAside(deps, first, error);
      done += 1;
    }
  }
  return done;
}

/** The same where it must not fail what it follows: answers that are left are applied in the worker's next round. */
export async function applyAnswersSoon(deps: ApplyDeps, limit = 50): Promise<void> {
  try {
    await applyAnswers(deps, limit);
  } catch (error) {
    deps.log.warn({ error }, 'answers wait for the next round');
  }
}

/** Locks, lost connections, a store that is full or shutting down: nothing about the answer. */
const isPassing = (error: unknown): boolean => {
  const state = sqlState(error);
  return state !== undefined && /^(?:08|40|53|55|57|58|E)/.test(state);
};

/** Answers of one programme and one decider, no two of them about the same appointment. */
function together(taken: readonly QueuedAnswer[]): QueuedAnswer[] {
  const [first] = taken;
  const busy = new Set<string>();
  return taken.filter(({ programmeId, decidedBy, about }) => {
    if (programmeId !== first?.programmeId || decidedBy !== first.decidedBy) return false;
    if (about.some(({ appointmentId }) => busy.has(appointmentId))) return false;
    for (const { appointmentId } of about) busy.add(appointmentId);
    return true;
  });
}

async function applyBatch(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  limit: number,
  onRead: (first: QueuedAnswer) => void,
): Promise<number> {
  const taken = await takeAnswers(tx, limit);
  const [first] = taken;
  if (!first) return 0;
  onRead(first);
  const chosen = together(taken);
  const answerIds = chosen.map(({ answerId }) => answerId);
  const appointmentIds = chosen.flatMap(({ about }) => about.map(({ appointmentId }) => appointmentId));
  const [programme] =
    first.programmeId === null ? [] : await readProgrammes(tx, deps, sql`p.id = ${first.programmeId}`);
  if (programme && appointmentIds.length > 0) {
    // People before appointments, as every change of appointments has it.
    await lockPeople(tx, programme, { appointmentIds });
    const found = await readAppointments(tx, {
      which: sql`a.id = any(${uuidArray(appointmentIds)})`,
      purpose: programme.settings.purpose,
      lock: true,
    });
    const appointments = new Map(found.map(({ appointment }) => [appointment.appointmentId, appointment]));
    const nowMs = await readNowMs(tx);
    // Read again: only now does nobody change them.
    const effects = effectsOf(await readAnswers(tx, answerIds), appointments, programme.settings);
    await changeAppointments(tx, deps, {
      programme,
      changes: effects.flatMap(({ answer, appointment, effect }) =>
        effect.kind === 'change'
          ? [
              {
                appointmentId: appointment.appointmentId,
                change: effect.change,
                cause: `answer:${answer.answerId}`,
                set: effect.set,
              },
            ]
          : [],
      ),
      nowMs,
      actor: first.decidedBy ?? 'person',
    });
    await noteRepeated(tx, effects);
    await reviewAnswers(tx, reviewsOf(effects));
    await writeEvents(
      tx,
      effects.flatMap((one) => eventOf(programme.programmeId, one) ?? []),
    );
  }
  await tx.execute(sql`delete from answers_to_apply where answer_id = any(${uuidArray(answerIds)})`);
  return chosen.length;
}

function effectsOf(
  answers: readonly QueuedAnswer[],
  appointments: ReadonlyMap<string, Appointment>,
  settings: Parameters<typeof effectOfAnswer>[2],
): AppliedAnswer[] {
  return answers.flatMap((answer) =>
    answer.about.flatMap(({ appointmentId, applied, cancelledByAnswer, ...message }): AppliedAnswer[] => {
      const appointment = appointments.get(appointmentId);
      if (!appointment || applied) return [];
      const given = { ...answer, ...message, decided: answer.decidedBy !== null };
      return [{ answer, appointment, effect: effectOfAnswer({ ...appointment, cancelledByAnswer }, given, settings) }];
    }),
  );
}

/** Said again, it is said later: an answer that was given in between and is told last does not outdo it. */
async function noteRepeated(tx: Transaction, effects: readonly AppliedAnswer[]): Promise<void> {
  const again = effects.flatMap(({ answer, appointment, effect }) =>
    effect.kind === 'same' && appointment.answer === answer.meaning
      ? [{ id: appointment.appointmentId, at: answer.atMs }]
      : [],
  );
  if (again.length === 0) return;
  await tx.execute(
    sql`update appointments a set answered_at = greatest(a.answered_at, from_ms(i.at))
        from jsonb_to_recordset(${JSON.stringify(again)}::jsonb) as i(id uuid, at double precision) where a.id = i.id`,
  );
}

/** One question an answer, however many appointments its message tells of. */
function reviewsOf(effects: readonly AppliedAnswer[]): AnswerReview[] {
  const reviews = new Map<string, AnswerReview>();
  for (const { answer, effect } of effects) {
    if (effect.kind !== 'review') continue;
    const known = reviews.get(answer.answerId);
    reviews.set(answer.answerId, { answer, why: [...new Set([...(known?.why ?? []), effect.doubt])] });
  }
  return [...reviews.values()];
}

/** What cannot be applied is for a person to apply. */
async function setAside(
  { db, log }: Pick<EngineDeps, 'db' | 'log'>,
  answer: QueuedAnswer,
  error: unknown,
): Promise<void> {
  const failure = error instanceof Error ? error.message.slice(0, 200) : String(error);
  log.error({ answerId: answer.answerId, failure }, 'answer not applied: it is for a person to look at');
  await inTransaction(db, async (tx) => {
    await reviewAnswers(tx, [{ answer, why: ['failed'] }]);
    await tx.execute(sql`delete from answers_to_apply where answer_id = ${answer.answerId}`);
  });
}
