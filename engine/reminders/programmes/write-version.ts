import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/transaction.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';

/** Keeps the settings of a programme as they are from now on. The caller holds the programme's row. */
export async function writeProgrammeVersion(
  tx: Transaction,
  input: { programmeId: string; version: number; settings: ProgrammeSettings; actor: string },
): Promise<void> {
  await tx.execute(sql`
    insert into programme_versions (programme_id, version, settings, created_by)
    values (${input.programmeId}, ${input.version}, ${JSON.stringify(input.settings)}::jsonb, ${input.actor})`);
}
