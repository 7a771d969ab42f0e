import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Queryable } from '../../../db/client.ts';
import type { ProgrammeSettings } from '../../../domain/reminders/programme.ts';
import { isUuid } from '../../../domain/uuid.ts';
import { EngineError } from '../../error.ts';

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
    sql`select id, name, run_id as "runId", settings from programmes
        where ${idOrName === undefined ? sql`true` : isUuid(idOrName) ? sql`id = ${idOrName}` : sql`name = ${idOrName}`}
        order by id`,
  );
  if (idOrName === undefined || found.length === 1) return found;
  if (found.length > 1) {
    throw new EngineError('conflict', 'programme_name_unclear', `Several programmes are called "${idOrName}".`, {
      repair: 'Name it by its id.',
    });
  }
  throw new EngineError('not_found', 'unknown_programme', `There is no programme "${idOrName}".`, {
    repair: 'List the programmes to find its id or name.',
  });
}
