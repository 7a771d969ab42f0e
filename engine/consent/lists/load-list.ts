import { sql } from 'drizzle-orm';
import { copyText } from '../../../db/copy.ts';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { isPhoneCountry } from '../../../domain/phone.ts';
import type { SuppressionScope } from '../../../domain/suppression-scope.ts';
import type { EngineDeps } from '../../deps.ts';
import { EngineError } from '../../error.ts';
import { shownName } from '../../importing/receiving/receive-upload.ts';
import { endListedContacts } from './end-listed-contacts.ts';
import { holdList, inLongTransaction } from './hold-list.ts';
import { readListNumbers, type ReadNumbers } from './read-list-numbers.ts';
import { replaceList, type Replaced } from './replace-list.ts';

export interface ListToLoad extends SuppressionScope {
  /** Stable: a newer load of the same name replaces the older one. */
  name: string;
  /** Where it was fetched, in words. */
  source: string;
  /** The day as of which its publisher made it, YYYY-MM-DD. */
  asOf: string | null;
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
  maxBytes: number;
  /** ISO 3166 code for national numbers. */
  defaultCountry?: string | undefined;
  /** Take it although it has less than half of the numbers that the list has now. */
  allowFewer?: boolean | undefined;
  /** Whose numbers they are, where a filter chose them: for the audit trail. */
  filter?: Record<string, unknown> | undefined;
  actor: string;
}

export interface LoadedList extends Omit<ReadNumbers, 'sha256'>, Replaced {
  listId: number;
  name: string;
  /** The list had this very file: nothing was changed. */
  already: boolean;
  message: string;
  contactsEnded: number;
}

type Tx = Pick<Queryable, 'execute'>;

/** A load that began so long ago has no process any more. */
const BROKEN_AFTER_HOURS = 6;

/**
 * Loads a registry's file as a list of people who said no, in the place of what the list had. Nothing counts before
 * the whole file is in; then all of it does at once, and waiting contacts of these people end. Throws EngineError
 * `unknown_country`, `as_of_in_future`, `list_busy`, `no_numbers`, `list_shrank`, and what readListNumbers throws.
 */
export async function loadSuppressionList(deps: Pick<EngineDeps, 'db'>, list: ListToLoad): Promise<LoadedList> {
  if (list.defaultCountry !== undefined && !isPhoneCountry(list.defaultCountry)) {
    throw new EngineError('invalid', 'unknown_country', `"${list.defaultCountry}" is no country.`, {
      repair: 'Use two letters, for example US or DE.',
    });
  }
  const loaded = await holdList(deps.db, list.name, async (connection) => {
    const { tx, client } = connection;
    await refuseFuture(tx, list.asOf);
    const listId = await begin(tx, list);
    try {
      await tx.execute(sql`create temporary table staged_numbers (phone bigint not null)`);
      const file = { bytes: list.bytes, country: list.defaultCountry, maxBytes: list.maxBytes };
      const read = await readListNumbers(file, (lines) => copyText(client, 'staged_numbers (phone)', lines));
      const same = await sameFile(tx, list, read.sha256);
      if (same) {
        await fail(tx, listId, read, `the same file as load ${same.listId}, which counts already`);
        return { ...read, ...same, name: list.name, already: true, message: `It was loaded on ${same.day} already.` };
      }
      const replaced = await inLongTransaction(connection, () =>
        replaceList(tx, { ...list, allowFewer: list.allowFewer === true, listId }, read),
      );
      const message = `${replaced.numbers} numbers count: ${replaced.added} new, ${replaced.lifted} not on it any more.`;
      return { ...read, ...replaced, listId, name: list.name, already: false, message };
    } catch (error) {
      // On another connection: this one may be what failed.
      await fail(deps.db, listId, undefined, error instanceof EngineError ? error.message : 'the load broke off').catch(
        () => {},
      );
      throw error;
    }
  });
  const { sha256: _, ...answer } = loaded;
  return { ...answer, contactsEnded: answer.added === 0 ? 0 : await endListedContacts(deps) };
}

async function refuseFuture(tx: Tx, asOf: string | null): Promise<void> {
  // A day further than UTC says is today somewhere.
  const row = await firstRow<{ future: boolean }>(
    tx,
    sql`select ${asOf}::date > (outdial_now() at time zone 'UTC')::date + 1 as future`,
  );
  if (row?.future !== true) return;
  throw new EngineError('invalid', 'as_of_in_future', `The list cannot be as of ${asOf}: that day is to come.`, {
    repair: 'Give the day on which its publisher made it, or leave it out.',
  });
}

/** Nobody else is at this list now, so what still says that it is loading has broken off. */
async function begin(tx: Tx, list: ListToLoad): Promise<number> {
  await tx.execute(sql`
    update suppression_lists set state = 'failed', failure = 'the load broke off'
    where state = 'loading' and (name = ${list.name} or created_at < outdial_now() - ${BROKEN_AFTER_HOURS} * interval '1 hour')`);
  const row = await firstRow<{ id: number }>(
    tx,
    sql`insert into suppression_lists (name, purpose, channel, source, as_of, file_name, sha256, state, created_by)
        values (${list.name}, ${list.purpose}, ${list.channel}, ${list.source}, ${list.asOf}, ${shownName(list.fileName)},
          '', 'loading', ${list.actor})
        returning id`,
  );
  if (!row) throw new Error('the list was not written');
  return row.id;
}

/** The same file made known again as of a later day is a fresh one. */
async function sameFile(
  tx: Tx,
  { name, purpose, channel, asOf }: ListToLoad,
  sha256: string,
): Promise<(Replaced & { listId: number; day: string }) | undefined> {
  return await firstRow(
    tx,
    sql`select id as "listId", numbers, 0 as added, numbers as kept, 0 as lifted,
          to_char(done_at at time zone 'UTC', 'YYYY-MM-DD') as day
        from suppression_lists
        where name = ${name} and state = 'done' and sha256 = ${sha256} and purpose = ${purpose} and channel = ${channel}
          and as_of is not distinct from ${asOf}::date`,
  );
}

async function fail(tx: Tx, listId: number, read: ReadNumbers | undefined, failure: string): Promise<void> {
  await tx.execute(sql`
    update suppression_lists set state = 'failed', failure = ${failure}, sha256 = ${read?.sha256 ?? ''},
      rows_read = ${read?.rowsRead ?? 0}, rows_rejected = ${read?.rowsRejected ?? 0}
    where id = ${listId} and state = 'loading'`);
}
