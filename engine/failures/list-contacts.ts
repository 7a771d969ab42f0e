import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import type { PlaceBook } from '../../domain/law/place-book.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, type Page, type PageInput } from '../reading/page.ts';
import { badCursor } from '../reading/sorting.ts';
import { allOf, when } from '../reading/where.ts';
import { asksOfAttempt, LAST_ATTEMPT, ofLastAttempt, type OfLastAttempt } from './last-attempt.ts';
import { checkScope, type FailureScope } from './scope.ts';

export interface FailedContact {
  contactId: number;
  campaignId: string;
  campaignName: string;
  name: string | null;
  /** The number that its last attempt dialled; the first one where there was none. */
  phone: string;
  externalId: string | null;
  state: ContactState;
  cause: string;
  attemptId: string | null;
  /** Attempts that may have reached somebody. */
  attempts: number;
  endedAt: string;
  /** The provider's own word. */
  providerReason: string | null;
  numberId: string | null;
  resolution: { id: string; reason: string; by: string; at: string } | null;
}

export interface FailedContactFilter extends FailureScope, OfLastAttempt {
  cause: string;
  /** True: those that a person declared done with, instead of the open ones. */
  resolved?: boolean | undefined;
  /** Of these contacts only. */
  contactIds?: readonly number[] | undefined;
  /** All but these. */
  exceptContactIds?: readonly number[] | undefined;
}

/** A page looks at so many contacts at most when it asks for something of the attempt. It may come back short. */
const LOOKED_AT = 5_000;
const CURSOR = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(\d{1,18})$/;

/**
 * Contacts that ended with a cause, newest campaign first: pages by key, so that the last of 100,000 rows costs what
 * the first does. A page that filters by something of the attempt may hold fewer than asked, or nothing, and still
 * have a next one: `nextCursor` alone says whether there is more. Throws EngineError `unknown_campaign`, `unknown_country`,
 * `bad_cursor`.
 */
export async function listFailedContacts(
  deps: Pick<EngineDeps, 'readDb' | 'places'>,
  filter: FailedContactFilter & PageInput,
): Promise<Page<FailedContact>> {
  await checkScope(deps.readDb, filter);
  return await readFailedContacts(deps.readDb, deps.places, filter);
}

/** The same of a scope that exists. */
export async function readFailedContacts(
  db: Pick<Queryable, 'execute'>,
  places: PlaceBook,
  filter: FailedContactFilter & PageInput,
): Promise<Page<FailedContact>> {
  const wanted = fetchLimit(filter);
  const looks = asksOfAttempt(filter) ? LOOKED_AT : wanted;
  const found = await rows<FoundRow>(db, failedContacts(filter, places, looks, wanted));
  const fitting = found.filter((row): row is FailedContact & PageKeys => row.contactId !== null);
  const items = fitting.slice(0, wanted - 1);
  const ended = found[0];
  const nextCursor =
    fitting.length > items.length
      ? (items.at(-1)?.key ?? null)
      : looks > wanted && ended?.looked === looks
        ? ended.lastKey
        : null;
  return { items: items.map(({ key: _key, lastKey: _last, looked: _looked, ...contact }) => contact), nextCursor };
}

/** Where a page ends: at its last contact, or at the last one that was looked at. */
interface PageKeys {
  key: string;
  lastKey: string;
  looked: number;
}
type FoundRow = (FailedContact & PageKeys) | (PageKeys & { contactId: null });

/** One row with the end of what was looked at comes back even where nothing fits. */
export function failedContacts(
  filter: FailedContactFilter & PageInput,
  places: PlaceBook,
  looked: number,
  limit: number,
): SQL {
  return sql`
    with looked as materialized (
      select s.contact_id, s.run_id, s.state, s.cause, s.resolution_id, s.changed_at
      from contact_states s where ${candidates(filter)}
      order by s.run_id desc, s.contact_id desc limit ${looked}
    ), found as materialized (
      select s.*, last.id as attempt_id, last.number_id, last.phone, last.provider_reason, last.at
      from looked s left join ${LAST_ATTEMPT}
      where ${ofLastAttempt(filter, places)}
      order by s.run_id desc, s.contact_id desc limit ${limit}
    ), bounds as (
      select count(*)::int as looked,
        (select run_id || ':' || contact_id from looked order by run_id, contact_id limit 1) as last_key from looked
    )
    select b.looked, b.last_key as "lastKey", f.run_id || ':' || f.contact_id as key, ${FAILED_CONTACT_COLUMNS}
    from bounds b left join (found f
      join contacts c on c.id = f.contact_id join runs r on r.id = f.run_id join campaigns k on k.id = r.campaign_id
      left join resolutions z on z.id = f.resolution_id) on true
    order by f.run_id desc, f.contact_id desc`;
}

const FAILED_CONTACT_COLUMNS: SQL = sql`
  f.contact_id as "contactId", r.campaign_id as "campaignId", k.name as "campaignName", c.name,
  '+' || coalesce(f.phone, c.phone) as phone, c.external_id as "externalId", f.state, f.cause, f.attempt_id as "attemptId",
  (select count(*)::int from attempts a where a.contact_id = f.contact_id and a.state not in ('INTENT', 'VOID', 'REFUSED')) as attempts,
  ${iso(sql`coalesce(f.at, f.changed_at)`)} as "endedAt", f.provider_reason as "providerReason", f.number_id as "numberId",
  case when z.id is not null then jsonb_build_object('id', z.id, 'reason', z.reason, 'by', z.created_by,
    'at', ${iso(sql`z.created_at`)}) end as resolution`;

/** By the index of causes: its columns are compared as one, so that each page begins where the last one ended. */
function candidates(filter: FailedContactFilter & PageInput): SQL {
  const { campaignId, cause, resolved, cursor, contactIds, exceptContactIds } = filter;
  return allOf(
    sql`s.cause = ${cause} and s.cause is not null`,
    resolved === true ? sql`s.resolution_id is not null` : sql`s.resolution_id is null`,
    when(
      campaignId,
      (id) =>
        sql`s.run_id = (select r.id from runs r where r.campaign_id = ${id} and r.kind in ('campaign', 'programme') limit 1)`,
    ),
    when(contactIds, (ids) => sql`s.contact_id = any(${sql.param([...ids])}::bigint[])`),
    when(exceptContactIds, (ids) => sql`s.contact_id <> all(${sql.param([...ids])}::bigint[])`),
    when(cursor, (text) => {
      const [, runId, contactId] = CURSOR.exec(text) ?? [];
      if (runId === undefined || contactId === undefined) throw badCursor('failures');
      return sql`(s.run_id, s.cause, s.contact_id) < (${runId}::uuid, ${cause}, ${contactId}::bigint)`;
    }),
  );
}
