import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import type { FailureFilter } from '../../domain/retries/failure-filter.ts';
import type { EngineDeps } from '../deps.ts';
import { readNowMs } from '../read-now.ts';
import { checkScope } from './scope.ts';
import { whichContacts } from './which-contacts.ts';

/**
 * Whoever matches at a moment: a contact that ends later is none of them, however long the work takes. Contacts that a
 * retry is about to dial are left to it.
 */
export interface FrozenFilter {
  filter: FailureFilter;
  places: PlaceBook;
  atMs: number;
}

/** Contact ids above `after`, in their order: one batch. */
export const matchingAfter = (frozen: FrozenFilter, after: number, limit: number): SQL => sql`
  ${matching(frozen)} and s.contact_id > ${after}::bigint order by s.contact_id limit ${limit}`;

const matching = ({ filter, places, atMs }: FrozenFilter): SQL => sql`
  ${whichContacts(filter, places)} and s.changed_at <= from_ms(${atMs}::double precision)
    and not exists (select from run_members m where m.contact_id = s.contact_id and m.status in ('queued', 'waiting'))`;

/** How many match now: what somebody is asked to confirm. Throws EngineError `unknown_campaign`, `unknown_country`. */
export async function countMatching(
  deps: Pick<EngineDeps, 'readDb' | 'places'>,
  input: { filter: FailureFilter },
): Promise<{ contacts: number }> {
  await checkScope(deps.readDb, input.filter);
  const frozen = { ...input, places: deps.places, atMs: await readNowMs(deps.readDb) };
  const counted = await firstRow<{ contacts: number }>(
    deps.readDb,
    sql`select count(*)::int as contacts from (${matching(frozen)}) matching`,
  );
  return counted ?? { contacts: 0 };
}

/** Whether one of the group still stands as it did: asked again of the row itself, under its lock. */
export const STILL_FAILED = (atMs: number): SQL => sql`
  s.cause is not null and s.resolution_id is null and s.changed_at <= from_ms(${atMs}::double precision)`;

/** More digits of a number than are named to everybody would be most of it. */
const KEPT_DIGITS = 4;

/** Of a filter that may be long: what the audit trail keeps. It holds no numbers. */
export const filterBrief = ({
  causes,
  prefix,
  endedFromMs,
  endedToMs,
  contactIds,
  exceptContactIds,
  ...asItIs
}: FailureFilter): Record<string, unknown> => ({
  ...asItIs,
  causes: causes ?? 'any',
  ...(prefix === undefined
    ? {}
    : { prefix: prefix.length > KEPT_DIGITS ? `${prefix.slice(0, KEPT_DIGITS)}…` : prefix }),
  ...(endedFromMs === undefined ? {} : { endedFrom: new Date(endedFromMs).toISOString() }),
  ...(endedToMs === undefined ? {} : { endedTo: new Date(endedToMs).toISOString() }),
  ...(contactIds === undefined ? {} : { selected: contactIds.length }),
  ...(exceptContactIds === undefined ? {} : { leftOut: exceptContactIds.length }),
});

export async function anyMatches(db: Pick<Queryable, 'execute'>, frozen: FrozenFilter): Promise<boolean> {
  return (await firstRow(db, matchingAfter(frozen, 0, 1))) !== undefined;
}
