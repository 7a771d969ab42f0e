import { sql } from 'drizzle-orm';
import { firstRow } from '../../../db/rows.ts';
import { audit } from '../../audit.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { holdList, inLongTransaction } from './hold-list.ts';
import { unknownList } from './list-lists.ts';

/**
 * Takes a whole list back, with the reason; its rows stay. Contacts that it ended stay ended. Throws EngineError
 * `unknown_list`, `list_not_in_force`, `list_busy`, `reason_missing`.
 */
export async function removeSuppressionList(
  deps: Pick<EngineDeps, 'db'>,
  input: { name: string; reason: string; actor: string },
): Promise<{ name: string; lifted: number }> {
  const { name, reason, actor } = input;
  if (reason.trim() === '') {
    throw new EngineError('invalid', 'reason_missing', 'Removing a list needs its reason.', {
      repair: 'Say in `reason` why its numbers may be contacted again.',
    });
  }
  const lifted = await holdList(deps.db, name, (connection) =>
    inLongTransaction(connection, async () => {
      const { tx } = connection;
      const removed = await firstRow(
        tx,
        sql`update suppression_lists set state = 'removed' where name = ${name} and state = 'done' returning id`,
      );
      if (!removed) {
        const known = await firstRow(tx, sql`select id from suppression_lists where name = ${name} limit 1`);
        throw known
          ? new EngineError(
              'conflict',
              'list_not_in_force',
              `No load of "${name}" counts, so there is nothing to remove.`,
            )
          : unknownList(name);
      }
      const result = await tx.execute(sql`
        update suppressions s set lifted_at = (select outdial_now()), lifted_by = ${actor}, lifted_reason = ${reason}
        where s.list_id in (select id from suppression_lists where name = ${name}) and s.lifted_at is null`);
      const count = result.rowCount ?? 0;
      await audit(tx, {
        actor,
        action: 'suppression_list.remove',
        subject: `suppression-list:${name}`,
        reason,
        details: { lifted: count },
      });
      return count;
    }),
  );
  return { name, lifted };
}
