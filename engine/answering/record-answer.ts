import { sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { readAnswer, type AnswerMeaning, type ReadAnswer } from '../../domain/answer.ts';
import type { Fact } from '../../domain/fact.ts';
import type { ProgrammeSettings } from '../../domain/reminders/programme.ts';
import { sayNo } from '../consent/say-no.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { writeFacts } from '../folding/inbox.ts';
import { storable } from '../importing/reading/text-encoding.ts';
import { attemptOfToken } from './answer-token.ts';
import { applyAnswersSoon } from './apply-answers.ts';
import { storeAnswers } from './store-answers.ts';

export interface AnswerReport {
  token: string;
  /** Keys that were pressed. */
  digits?: string | undefined;
  /** What the agent understood. */
  meaning?: AnswerMeaning | undefined;
  /** The person's words. */
  said?: string | undefined;
}

export interface RecordedAnswer {
  meaning: AnswerMeaning;
  /** The same report came before. */
  already: boolean;
  /** Nobody calls or texts this person from now on. */
  optedOut: boolean;
}

interface AnsweredAttempt {
  accountId: string;
  phone: number;
  channel: 'call' | 'sms';
  sent: boolean;
  over: boolean;
  /** Of the programme whose message it is. */
  settings: ProgrammeSettings | null;
}

/** How long after the end of a call its answers still count. */
const TOKEN_LIFE_HOURS = 24;

/**
 * What an agent's tool reports of a call, under the call's own token. A "no" is committed before this returns, so no
 * later attempt passes the gate (L5); what nobody understands goes to review, and appointments of a programme are told
 * at once. Told twice it counts once.
 * Throws EngineError `answer_token_unknown`, `answer_token_expired`.
 */
export async function recordAnswer(
  deps: Pick<EngineDeps, 'db' | 'secrets' | 'zones' | 'law' | 'log'>,
  report: AnswerReport,
): Promise<RecordedAnswer> {
  const attemptId = attemptOfToken(deps.secrets, report.token);
  if (attemptId === undefined) throw unknownToken();
  // Whatever a tool sends is kept: for a character that cannot be stored no "no" is lost.
  const said = report.said === undefined ? undefined : storable(report.said);
  const told = { ...report, said };
  const recorded = await inTransaction(deps.db, async (tx) => {
    const attempt = await readAttempt(tx, attemptId);
    if (!attempt?.sent) throw unknownToken();
    if (attempt.over) {
      throw new EngineError('conflict', 'answer_token_expired', 'The call of this token ended too long ago.', {
        repair: 'Use the API with a key: POST /v1/suppressions.',
      });
    }
    const { settings } = attempt;
    const read = readAnswer(
      told,
      settings ? { keys: settings.answers.keys, languages: settings.languages } : undefined,
    );
    const already = !(await store(tx, attemptId, attempt, told, read));
    return { meaning: read.meaning, already, optedOut: read.meaning === 'opt_out', forAppointments: settings !== null };
  });
  const { forAppointments, ...answer } = recorded;
  if (forAppointments && !answer.already) await applyAnswersSoon(deps);
  return answer;
}

async function readAttempt(tx: Transaction, attemptId: string): Promise<AnsweredAttempt | undefined> {
  return await firstRow<AnsweredAttempt>(
    tx,
    sql`select account_id as "accountId", phone, channel, state not in ('INTENT', 'VOID', 'REFUSED') as sent,
          outdial_now() > coalesce(ended_at, gated_at) + ${`${TOKEN_LIFE_HOURS} hours`}::interval as over,
          (select p.settings from programmes p where p.run_id = attempts.run_id) as settings
        from attempts where id = ${attemptId}`,
  );
}

/** Answers false when the very report is there already. */
async function store(
  tx: Transaction,
  attemptId: string,
  attempt: AnsweredAttempt,
  report: AnswerReport,
  read: ReadAnswer,
): Promise<boolean> {
  const { digits = null, said = null } = report;
  const words = JSON.stringify([digits, report.meaning ?? null, said]);
  const key = createHash('sha256').update(words).digest('hex').slice(0, 32);
  const source = digits !== null && read.certainty === 'certain' ? 'keypress' : 'speech';
  const forAppointments = attempt.settings !== null;
  const [stored] = await storeAnswers(tx, [
    { attemptId, meaning: read.meaning, source, digits, said, dedupeKey: key, forAppointments },
  ]);
  if (!stored) return false;
  const evidence = (said ?? (digits === null ? `the agent understood: ${read.meaning}` : `pressed ${digits}`)).slice(
    0,
    200,
  );
  const reviewKey = `answer:${attemptId}:${key}`;
  if (read.meaning === 'opt_out') {
    const { certainty } = read;
    const by = `attempt:${attemptId}`;
    // One question a call, whether the tool or the transcript raises it.
    const ofCall = `speech:${attemptId}`;
    await sayNo(tx, [{ phone: attempt.phone, source, evidence, by, certainty, reviewKey: ofCall, attemptId }]);
    // The fold ends what waits of the person, and the attempt itself is told how it went.
    const fact: Fact = {
      kind: 'opt_out',
      attemptId,
      evidence,
      source,
      ...(certainty === 'doubtful' ? { doubtful: true } : {}),
    };
    await writeFacts(tx, [{ accountId: attempt.accountId, source: 'person', dedupeKey: reviewKey, fact }]);
  } else if (read.meaning === 'unclear' && !forAppointments) {
    await tx.execute(
      sql`insert into reviews (kind, phone, evidence, attempt_id, dedupe_key)
          values ('answer', ${attempt.phone}, ${evidence}, ${attemptId}, ${reviewKey})
          on conflict (dedupe_key) do nothing`,
    );
  }
  return true;
}

const unknownToken = (): EngineError =>
  new EngineError('not_found', 'answer_token_unknown', 'This token belongs to no call that was placed.', {
    repair: 'Send the value of the variable outdial_answer_token as the call received it.',
  });
