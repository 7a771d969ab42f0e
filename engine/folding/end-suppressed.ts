import { sql } from 'drizzle-orm';
import { inTransaction } from '../../db/transaction.ts';
import type { EngineDeps } from '../deps.ts';

/**
 * Ends the waiting contacts of people who said no, in a transaction of its own after the suppression stands (the
 * gate refuses them from that moment). Covers every number of each person, in every campaign.
 */
export async function endSuppressed(deps: Pick<EngineDeps, 'db'>, phones: readonly number[]): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(
      sql`with persons as (
            select distinct person_id from person_phones where phone = any(${sql.param([...phones])}::bigint[])
          ), ended as (
            delete from due d using contacts c, persons p where c.id = d.contact_id and c.person_id = p.person_id returning d.contact_id
          )
          update contact_states s set state = 'suppressed', reason = 'opted_out', changed_at = outdial_now()
          from contacts c, persons p
          where c.id = s.contact_id and c.person_id = p.person_id and s.state in ('ready', 'waiting')`,
    );
  });
}
