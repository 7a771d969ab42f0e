import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import { audit } from '../../audit.ts';
import { countWaiting } from '../../campaigns/count-waiting.ts';
import { countInFlight, type InFlight } from '../../campaigns/in-flight.ts';
import { pauseRun } from '../../campaigns/pause.ts';
import { resumeRun } from '../../campaigns/resume.ts';
import type { EngineDeps } from '../../deps.ts';
import { findProgramme } from './find-programme.ts';

interface Control {
  /** Id or name. */
  programmeId: string;
  reason?: string | undefined;
  actor: string;
}

export type ProgrammeState = 'running' | 'paused';

/**
 * Pauses all messages of a programme; appointments are taken, moved and cancelled as before. What comes due meanwhile
 * is missed once it is later than the programme allows. Pausing twice is one pause. Throws EngineError `unknown_programme`.
 */
export async function pauseProgramme(
  deps: Pick<EngineDeps, 'db' | 'law' | 'zones'>,
  input: Control,
): Promise<{ state: ProgrammeState } & InFlight> {
  const { runId, programmeId } = await findProgramme(deps.db, deps, input.programmeId);
  await inTransaction(deps.db, async (tx) => {
    if (!(await pauseRun(tx, { ...input, runId }))) return;
    const subject = `programme:${programmeId}`;
    const details = { waiting: await countWaiting(tx, runId) };
    await audit(tx, { actor: input.actor, action: 'programme.pause', subject, reason: input.reason, details });
  });
  return { state: 'paused', ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)) };
}

/** Lets a paused programme go on. Resuming a running one changes nothing. Throws EngineError `unknown_programme`. */
export async function resumeProgramme(
  deps: Pick<EngineDeps, 'db' | 'law' | 'zones'>,
  input: Control,
): Promise<{ state: ProgrammeState } & InFlight> {
  const { runId, programmeId } = await findProgramme(deps.db, deps, input.programmeId);
  await inTransaction(deps.db, async (tx) => {
    if (!(await resumeRun(tx, runId))) return;
    const details = { waiting: await countWaiting(tx, runId) };
    await audit(tx, { actor: input.actor, action: 'programme.resume', subject: `programme:${programmeId}`, details });
  });
  return { state: 'running', ...(await countInFlight(deps.db, sql`o.run_id = ${runId}`)) };
}

/**
 * Takes no new appointments from now on; those that it has are reminded of, moved and cancelled as before. Archiving
 * twice is once. Answers how many it still has to come. Throws EngineError `unknown_programme`.
 */
export async function archiveProgramme(
  deps: Pick<EngineDeps, 'db' | 'law' | 'zones'>,
  input: Control,
): Promise<{ programmeId: string; upcoming: number }> {
  const { programmeId } = await findProgramme(deps.db, deps, input.programmeId);
  return await inTransaction(deps.db, async (tx) => {
    const archived = await firstRow(
      tx,
      sql`update programmes set archived_at = (select outdial_now())
          where id = ${programmeId} and archived_at is null returning id`,
    );
    if (archived) {
      const subject = `programme:${programmeId}`;
      await audit(tx, { actor: input.actor, action: 'programme.archive', subject, reason: input.reason });
    }
    const counted = await firstRow<{ upcoming: number }>(
      tx,
      sql`select count(*)::int as upcoming from appointments
          where programme_id = ${programmeId} and starts_at > (select outdial_now()) and state <> 'cancelled'`,
    );
    return { programmeId, upcoming: counted?.upcoming ?? 0 };
  });
}
