import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import type { SuppressionScope } from '../../../domain/suppression-scope.ts';
import { audit } from '../../audit.ts';
import { EngineError } from '../../error.ts';
import type { ReadNumbers } from './read-list-numbers.ts';

export interface ListToReplace extends SuppressionScope {
  listId: number;
  name: string;
  asOf: string | null;
  allowFewer: boolean;
  filter?: Record<string, unknown> | undefined;
  actor: string;
}

export interface Replaced {
  numbers: number;
  added: number;
  kept: number;
  lifted: number;
}

type Tx = Pick<Queryable, 'execute'>;

/** Of the load that counts now. */
interface Current extends SuppressionScope {
  id: number;
  numbers: number;
}

/**
 * Puts the numbers of `staged_numbers` into force in the place of those that the list had. A number that stays keeps
 * its row, so that a registry of millions costs as much as it changed, and the index of the gate does not grow.
 * Throws EngineError `no_numbers`, `list_shrank`.
 */
export async function replaceList(tx: Tx, list: ListToReplace, read: ReadNumbers): Promise<Replaced> {
  const current = await firstRow<Current>(
    tx,
    sql`select id, numbers, purpose, channel from suppression_lists where name = ${list.name} and state = 'done'`,
  );
  await tx.execute(sql`create temporary table list_numbers on commit drop as
    select distinct phone from staged_numbers order by phone`);
  await tx.execute(sql`analyze list_numbers`);
  const counted = await firstRow<{ numbers: number }>(tx, sql`select count(*)::int as numbers from list_numbers`);
  const numbers = counted?.numbers ?? 0;
  refuseLoss(list, current, numbers, read);
  const lifted = await liftMissing(tx, list, current);
  const added = await addNew(tx, list);
  await tx.execute(sql`update suppression_lists set state = 'replaced' where id = ${current?.id ?? 0}`);
  await tx.execute(sql`
    update suppression_lists set state = 'done', sha256 = ${read.sha256}, rows_read = ${read.rowsRead},
      rows_rejected = ${read.rowsRejected}, numbers = ${numbers}, done_at = outdial_now()
    where id = ${list.listId}`);
  const replaced = { numbers, added, kept: numbers - added, lifted };
  await audit(tx, {
    actor: list.actor,
    action: 'suppression_list.load',
    subject: `suppression-list:${list.name}`,
    details: {
      listId: list.listId,
      purpose: list.purpose,
      channel: list.channel,
      asOf: list.asOf,
      sha256: read.sha256,
      rowsRejected: read.rowsRejected,
      filter: list.filter,
      ...replaced,
    },
  });
  return replaced;
}

/** Half a file, or one read in another way, must not take back what millions said. */
function refuseLoss(
  { name, allowFewer }: ListToReplace,
  current: Current | undefined,
  numbers: number,
  { rejected, rowsRejected }: ReadNumbers,
): void {
  if (numbers === 0) {
    throw new EngineError('invalid', 'no_numbers', 'No row of this file holds a phone number that can be read.', {
      repair: 'Give the country where the numbers are national. To take a list away, remove it.',
      details: { rowsRejected, rejected },
    });
  }
  if (current && !allowFewer && numbers * 2 < current.numbers) {
    throw new EngineError(
      'conflict',
      'list_shrank',
      `The file has ${numbers} numbers, and "${name}" has ${current.numbers} now.`,
      {
        repair: 'Is it whole? If it is meant so, load it with allowFewer=true (--allow-fewer).',
        details: { rowsRejected, rejected },
      },
    );
  }
}

async function liftMissing(tx: Tx, list: ListToReplace, current: Current | undefined): Promise<number> {
  if (!current) return 0;
  const sameScope = current.purpose === list.purpose && current.channel === list.channel;
  const reason = sameScope
    ? `not on the list of ${list.asOf ?? 'a later day'}`
    : `the list of ${list.asOf ?? 'a later day'} holds for something else`;
  const result = await tx.execute(sql`
    update suppressions s set lifted_at = (select outdial_now()), lifted_by = ${list.actor}, lifted_reason = ${reason}
    where s.list_id in (select id from suppression_lists where name = ${list.name}) and s.lifted_at is null
      and ${sameScope ? sql`not exists (select from list_numbers n where n.phone = s.phone)` : sql`true`}`);
  return result.rowCount ?? 0;
}

/** In the order of the index, which then is written from one end to the other. Rows are kept small: there are millions. */
async function addNew(tx: Tx, list: ListToReplace): Promise<number> {
  const result = await tx.execute(sql`
    insert into suppressions (phone, purpose, channel, list_id, source, created_by, created_at)
    select n.phone, ${list.purpose}, ${list.channel}, ${list.listId}, 'list', 'list', (select outdial_now())
    from list_numbers n
    where not exists (select from suppressions s where s.phone = n.phone and s.lifted_at is null
      and s.list_id in (select id from suppression_lists where name = ${list.name}))
    order by n.phone`);
  return result.rowCount ?? 0;
}
