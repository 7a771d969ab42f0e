import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Queryable } from '../../../db/client.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { onlyProgramme, programmeNamed } from '../../reminders/programmes/find-programme.ts';

export interface ProgrammeToRead {
  id: string;
  name: string;
  runId: string;
  settings: ProgrammeSettings;
}

/**
 * The programmes that a list is over, archived ones too: all, or the one of this id or name. Throws EngineErrors
 * `unknown_programme`, `programme_name_unclear`.
 */
export async function programmesToRead(
  db: Pick<Queryable, 'execute'>,
  idOrName: string | undefined,
): Promise<ProgrammeToRead[]> {
  const found = await rows<ProgrammeToRead>(
    db,
    sql`select p.id, p.name, p.run_id as "runId", p.settings from programmes p
        where ${idOrName === undefined ? sql`true` : programmeNamed(idOrName)}
        order by p.id`,
  );
  return idOrName === undefined ? found : [onlyProgramme(found, idOrName)];
}
