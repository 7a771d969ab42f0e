import { sql } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import { rows } from '../../db/rows.ts';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import type { SuppressionScope } from '../../domain/suppression-scope.ts';
import { loadSuppressionList } from '../consent/lists/load-list.ts';
import type { EngineDeps } from '../deps.ts';
import { readNowMs } from '../read-now.ts';
import { filterBrief, matchingAfter, type FrozenFilter } from './matching.ts';
import { checkScope } from './scope.ts';

export interface SuppressedNumbers {
  /** Of the suppression list that holds them; null = every number was suppressed already. Removing it is the undo. */
  list: string | null;
  listId: number | null;
  numbers: number;
  /** Contacts that waited in any campaign and now are never dialled. */
  contactsEnded: number;
}

const BATCH = 5_000;
/** A number has fifteen digits at most. */
const MAX_BYTES = 1_000_000 * 40;

/**
 * Nobody calls the numbers of the contacts that match now any more: they become a suppression list of their own.
 * Numbers that a "no" to the same scope holds already are left out, so that asking twice makes one list. Throws
 * EngineError `unknown_campaign`, `unknown_country`.
 */
export async function suppressFailed(
  deps: Pick<EngineDeps, 'db' | 'places'>,
  input: { filter: FailureFilter; reason: string; actor: string } & Partial<SuppressionScope>,
): Promise<SuppressedNumbers> {
  const { filter, reason, actor, purpose = '', channel = '' } = input;
  await checkScope(deps.db, filter);
  const atMs = await readNowMs(deps.db);
  const lines = numberLines(deps, { filter, places: deps.places, atMs }, { purpose, channel });
  const first = await lines.next();
  if (first.done) return { list: null, listId: null, numbers: 0, contactsEnded: 0 };
  const name = `failed-${new Date(atMs).toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`;
  const loaded = await loadSuppressionList(deps, {
    name,
    purpose,
    channel,
    source: reason,
    asOf: null,
    fileName: 'failures',
    bytes: withHeader(first.value, lines),
    maxBytes: MAX_BYTES,
    filter: filterBrief(filter),
    actor,
  });
  return { list: name, listId: loaded.listId, numbers: loaded.numbers, contactsEnded: loaded.contactsEnded };
}

async function* withHeader(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('phone\n');
  yield first;
  yield* rest;
}

/** The number that was dialled last, or the contact's first where none was: batch by batch, whatever the group's size. */
async function* numberLines(
  deps: Pick<EngineDeps, 'db'>,
  frozen: FrozenFilter,
  { purpose, channel }: SuppressionScope,
): AsyncGenerator<Buffer, undefined> {
  for (let after = 0; ;) {
    const batch = await rows<{ contactId: number; phone: number; held: boolean }>(
      deps.db,
      sql`select c.id as "contactId", n.phone, exists (select from suppressions u where u.phone = n.phone and u.lifted_at is null
            and u.purpose in ('', ${purpose}) and u.channel in ('', ${channel})) as held
          from (${matchingAfter(frozen, after, BATCH)}) m join contacts c on c.id = m.contact_id,
            lateral (select coalesce((select a.phone from attempts a where a.contact_id = c.id and a.state <> 'VOID'
              order by a.id desc limit 1), c.phone) as phone) n
          order by c.id`,
    );
    const last = batch.at(-1);
    if (!last) return undefined;
    const free = batch.filter(({ held }) => !held);
    if (free.length > 0) yield Buffer.from(free.map(({ phone }) => `+${phone}\n`).join(''));
    after = last.contactId;
  }
}
