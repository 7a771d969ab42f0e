import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from './appointment-row.ts';
import { programmesToRead } from './programmes-to-read.ts';

/** Which one: the programme by id or name, and the id in the system that books. */
export interface WhichAppointment {
  programmeId: string;
  externalId: string;
}

/** Throws EngineError `unknown_programme`, `programme_name_unclear`, `unknown_appointment`. */
export async function findAppointment(
  deps: Pick<EngineDeps, 'readDb'>,
  input: WhichAppointment,
): Promise<AppointmentRow & { currency: string; variables: Record<string, string> }> {
  const [programme] = await programmesToRead(deps.readDb, input.programmeId);
  const found = await firstRow<Awaited<ReturnType<typeof findAppointment>>>(
    deps.readDb,
    sql`
      select ${APPOINTMENT_COLUMNS}, a.variables,
        coalesce((select x.currency from campaigns c join provider_accounts x on x.id = (c.settings -> 'steps' -> 0 ->> 'accountId')::uuid
          where c.id = p.campaign_id), 'USD') as currency
      from appointments a join programmes p on p.id = a.programme_id join runs r on r.id = p.run_id
      where a.programme_id = ${programme?.id ?? null} and a.external_id = ${input.externalId}`,
  );
  if (found) return found;
  throw new EngineError(
    'not_found',
    'unknown_appointment',
    `The programme ${programme?.name ?? input.programmeId} has no appointment "${input.externalId}".`,
    { repair: 'List its appointments to find the id.' },
  );
}
