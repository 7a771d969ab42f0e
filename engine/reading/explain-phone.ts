import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { SUPPRESSION_COLUMNS, type SuppressionView } from '../consent/list.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { refuseFuture, toExplanation, type Explanation } from './explain.ts';
import { appointmentsOfPhones, type AppointmentOfPhone } from './explain/appointments-of-phones.ts';
import { explainMany } from './explain/explain-many.ts';

/** A person is on few lists; more than that is somebody's own test number. */
const MOST_CONTACTS = 100;

export interface ExplainedPhone {
  phone: string;
  /** All numbers of the same person, this one first: a no to one counts for all. */
  personPhones: string[];
  /**
   * Of every list and every programme that holds one of them, newest campaign first; at most 100. Messages of
   * appointments that had their end come last: somebody who comes every week has very many.
   */
  contacts: Explanation[];
  /** Those to come, with the plan of each as it stands today, whatever moment is asked about. */
  appointments: AppointmentOfPhone[];
  /** What was said by the person and holds now, of whatever scope. */
  suppressions: SuppressionView[];
}

/** Explains everybody on any list behind a number. A number that no list holds has no contacts. */
export async function explainPhone(
  deps: Pick<EngineDeps, 'readDb' | 'zones' | 'law'>,
  input: { phone: number; atMs?: number | undefined },
): Promise<ExplainedPhone> {
  const atMs = input.atMs ?? null;
  await refuseFuture(deps, atMs);
  const person = await firstRow<{ phones: number[] }>(
    deps.readDb,
    sql`select to_jsonb(${numbersOf(personOf(sql`${input.phone}::bigint`))}) as phones`,
  );
  const phones = [...new Set([input.phone, ...(person?.phones ?? [])])];
  const among = sql`any(${sql.param(phones)}::bigint[])`;
  const [found, suppressions, appointments] = await Promise.all([
    rows<{ contactId: number }>(
      deps.readDb,
      sql`
        select s.contact_id as "contactId"
        from (select id from contacts where phone = ${among}
            union select contact_id from contact_phones where phone = ${among}) as held
          join contact_states s on s.contact_id = held.id left join runs r on r.id = s.run_id
        order by coalesce(r.kind = 'programme' and s.state not in ('ready', 'waiting', 'in_flight'), false), r.created_at desc nulls last, s.contact_id desc limit ${MOST_CONTACTS}`,
    ),
    rows<SuppressionView>(
      deps.readDb,
      sql`select ${SUPPRESSION_COLUMNS} from suppressions s left join suppression_lists l on l.id = s.list_id
          where s.phone = ${among} and s.lifted_at is null order by s.id`,
    ),
    appointmentsOfPhones(deps, phones),
  ]);
  const explained = await explainMany(
    deps,
    found.map(({ contactId }) => ({ contactId, atMs })),
  );
  return {
    phone: `+${input.phone}`,
    personPhones: phones.map((phone) => `+${phone}`),
    contacts: explained.flatMap((each) => (each ? [toExplanation(each)] : [])),
    appointments,
    suppressions,
  };
}
