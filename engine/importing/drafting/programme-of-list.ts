import type { Queryable } from '../../../db/client.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { refuseArchived } from '../../reminders/booking/book.ts';
import { findProgramme } from '../../reminders/programmes/find-programme.ts';
import { requiredOfProgramme } from '../../reminders/programmes/check-programme.ts';
import type { ImportOptions } from '../import-options.ts';
import type { Purpose } from './lock-draft.ts';

/**
 * The programme of a list of appointments, with the options that its rows are read by: the variables that its texts
 * need, its zone, and one number as often as it has appointments. Other lists are left as they are.
 * Throws EngineError `programme_needed`, `programme_not_expected`, `unknown_programme`, `programme_archived`.
 */
export async function programmeOfList(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'law' | 'zones'>,
  list: {
    purpose: Purpose;
    /** Id or name. */
    programmeId: string | undefined;
    options: ImportOptions;
  },
): Promise<{ programmeId: string | null; options: ImportOptions }> {
  const { purpose, programmeId, options } = list;
  if (purpose !== 'appointments') {
    if (programmeId === undefined) return { programmeId: null, options };
    throw new EngineError('invalid', 'programme_not_expected', 'A programme takes appointments, not contacts.', {
      repair: 'Upload the list with the purpose appointments.',
    });
  }
  if (programmeId === undefined) {
    throw new EngineError('invalid', 'programme_needed', 'A list of appointments needs a programme.', {
      repair: 'Name the programme: its steps are what goes out.',
    });
  }
  const programme = await findProgramme(db, deps, programmeId);
  refuseArchived(programme);
  const needed = requiredOfProgramme(programme.settings);
  return {
    programmeId: programme.programmeId,
    options: {
      ...options,
      duplicates: 'keep_all',
      requiredVariables: [...new Set([...(options.requiredVariables ?? []), ...needed])],
      programme: { zone: programme.settings.zone },
    },
  };
}
