import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { MessageThen } from '../../../domain/explain/message-then.ts';
import type { EngineDeps } from '../../deps.ts';

/** One appointment that a message serves, or served: the versions of its plan that have the message. */
interface Served {
  contactId: number;
  programmeId: string;
  programme: string;
  externalId: string;
  zone: string;
  key: string;
  slot: number;
  dueAtMs: number | null;
  /** Told by the message. */
  startsAtMs: number;
  startsAtTodayMs: number;
  isCancelled: boolean;
  endsAtMs: number | null;
  /** Its plans have the message from then on until this version. */
  fromMs: number;
  last: number;
  /** Its versions since, oldest first: those behind `last` have the message no more. */
  later: { version: number; change: string; by: string; cause: string | null; atMs: number }[];
  next: { step: string; channel: Channel; atMs: number } | null;
}

/** What the plans of appointments say of a message, whenever. */
export interface MessageHistory {
  served: Served[];
  /** When the first of its plans was made. */
  plannedAtMs: number;
  /** Of the action that it begins with. */
  slot: number;
  /** Of its first dial: a message that stays keeps its time. */
  dueAtMs: number | null;
}

/** Reads which contacts are messages of appointments, and what every version of their plans says of them. */
export async function readMessages(
  deps: Pick<EngineDeps, 'readDb'>,
  contactIds: readonly number[],
): Promise<Map<number, MessageHistory>> {
  const found = await rows<Served>(
    deps.readDb,
    sql`
      with held as materialized (
        select contact_id, appointment_id, min(version) as first, max(version) as last, min(key) as key, min(slot) as slot,
          max(due_at) as due_at, max(starts_at) as starts_at
        from reminders where contact_id = any(${sql.param([...contactIds])}::bigint[]) group by contact_id, appointment_id
      )
      select h.contact_id as "contactId", p.id as "programmeId", p.name as programme, a.external_id as "externalId", was.zone, h.key, h.slot,
        to_ms(h.due_at) as "dueAtMs", to_ms(h.starts_at) as "startsAtMs", to_ms(a.starts_at) as "startsAtTodayMs",
        a.state = 'cancelled' as "isCancelled", (c.overrides ->> 'endsAtMs')::double precision as "endsAtMs",
        to_ms(made.created_at) as "fromMs", h.last,
        coalesce((select jsonb_agg(jsonb_build_object('version', v.version, 'change', v.change, 'by', v.created_by, 'cause', v.cause,
            'atMs', to_ms(v.created_at)) order by v.version)
          from appointment_versions v where v.appointment_id = a.id and v.version > h.first), '[]') as later,
        (select jsonb_build_object('step', n.key, 'channel', n.channel, 'atMs', to_ms(n.due_at)) from reminders n
            join contact_states s on s.contact_id = n.contact_id and s.state in ('ready', 'waiting', 'in_flight')
          where n.appointment_id = a.id and n.version = a.version and n.status = 'planned' and n.contact_id <> h.contact_id
          order by n.due_at limit 1) as next
      from held h join contacts c on c.id = h.contact_id join appointments a on a.id = h.appointment_id
        join programmes p on p.id = a.programme_id
        join appointment_versions made on made.appointment_id = a.id and made.version = h.first
        join appointment_versions was on was.appointment_id = a.id and was.version = h.last
      order by h.contact_id, h.starts_at, a.id`,
  );
  const messages = new Map<number, MessageHistory>();
  for (const each of found) {
    const known = messages.get(each.contactId);
    messages.set(each.contactId, {
      served: [...(known?.served ?? []), each],
      plannedAtMs: Math.min(known?.plannedAtMs ?? Infinity, each.fromMs),
      slot: each.slot,
      dueAtMs: each.dueAtMs ?? known?.dueAtMs ?? null,
    });
  }
  return messages;
}

/** That it was taken back, as its own contact and attempts keep it. */
export interface TakenBack {
  atMs: number;
  /** `appointment_moved` and the like. */
  reason: string;
}

/**
 * What a message was at an instant. What one of its appointments no longer has is taken back for all of them; of one
 * that had been dialled only its own records tell, for plans go on to name what was sent.
 */
export function messageAt({ served }: MessageHistory, atMs: number, takenBack: TakenBack | null): MessageThen | null {
  const [first] = served;
  if (!first) return null;
  const { programmeId, programme, key, endsAtMs } = first;
  return {
    programmeId,
    programme,
    step: key,
    endsAtMs,
    appointments: served.map(({ externalId, startsAtMs, zone, startsAtTodayMs, isCancelled, next }) => ({
      externalId,
      startsAtMs,
      zone,
      today: { startsAtMs: startsAtTodayMs, isCancelled, next },
    })),
    withdrawn: withdrawnAt(served, atMs, takenBack),
  };
}

function withdrawnAt(served: readonly Served[], atMs: number, takenBack: TakenBack | null): MessageThen['withdrawn'] {
  const changes = served
    .flatMap(({ externalId, last, later }) =>
      later.map(({ version, ...change }) => ({ ...change, externalId, drops: version > last })),
    )
    .filter((change) => change.atMs <= (takenBack?.atMs ?? atMs))
    .toSorted((a, b) => a.atMs - b.atMs);
  const dropping = changes.find(({ drops }) => drops);
  // Of several that one change touched, the one that it was made of.
  const named = changes.findLast(({ change }) => takenBack?.reason === `appointment_${change}`);
  const cause = takenBack ? (named ?? dropping ?? changes.at(-1)) : dropping;
  if (!cause) return null;
  const { drops: _, ...withdrawn } = cause;
  return withdrawn;
}
