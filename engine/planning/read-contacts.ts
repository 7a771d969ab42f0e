import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { ContactNumber } from '../../domain/next-number.ts';
import { OUTCOMES, outcomeClass, isOutcome } from '../../domain/outcome.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { zonesOfKey } from './zones-of-key.ts';

/** What the plan of a contact depends on. */
export interface ContactToPlan {
  /** Somebody of its person said no. */
  suppressed: boolean;
  /** Not before, where its row says so. */
  sendAtMs: number | null;
  numbers: ContactNumber[];
  /** The number that the step dialled last; null = none yet. */
  lastTried: number | null;
  dead: ReadonlySet<number>;
}

interface Found {
  place: number;
  suppressed: boolean;
  sendAtMs: number | null;
  phone: number;
  zoneKey: string;
  lineType: LineType;
  more: { place: number; phone: number; zoneKey: string; lineType: LineType }[] | null;
  lastTried: number | null;
  dead: number[] | null;
}

/** Outcomes after which a number is never dialled again. */
export const DEAD_OUTCOMES: readonly string[] = Object.keys(OUTCOMES).filter(
  (outcome) => isOutcome(outcome) && outcomeClass(outcome) === 'never',
);

/**
 * Reads contacts with their numbers and what became of these, by the place of each item. What was tried is asked
 * only where there is a choice: nearly every contact has one number.
 */
export async function readContactPlans(
  tx: Transaction,
  items: readonly { contactId: number; runId: string; subject: string; step: number }[],
): Promise<Map<number, ContactToPlan>> {
  const wanted = items.map(({ contactId, runId, subject, step }, place) => ({
    place,
    contactId,
    runId,
    subject,
    step,
  }));
  const found = await rows<Found>(
    tx,
    sql`select i.place, c.phone, c.zone_key as "zoneKey", c.line_type as "lineType", (c.overrides ->> 'sendAtMs')::double precision as "sendAtMs",
          more.numbers as more,
          exists (select from suppressions s where s.lifted_at is null and s.phone = any(${numbersOf(sql`person.id`)})) as suppressed,
          case when more.numbers is not null then (select a.phone from attempts a
            where a.contact_id = c.id and a.run_id = i."runId" and a.subject = i.subject and a.step = i.step
              and a.state not in ('INTENT', 'VOID', 'REFUSED') order by a.id desc limit 1) end as "lastTried",
          case when more.numbers is not null then (select jsonb_agg(a.phone) from attempts a
            where a.contact_id = c.id and a.outcome = any(${sql.param([...DEAD_OUTCOMES])}::text[])) end as dead
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as i(place integer, "contactId" bigint, "runId" uuid, subject text, step integer)
          join contacts c on c.id = i."contactId",
          lateral (select ${personOf(sql`c.phone`)} as id offset 0) person,
          lateral (select jsonb_agg(jsonb_build_object('place', n.place, 'phone', n.phone, 'zoneKey', n.zone_key, 'lineType', n.line_type)
            order by n.place) as numbers from contact_phones n where n.contact_id = c.id) more`,
  );
  return new Map(
    found.map((row) => [
      row.place,
      {
        suppressed: row.suppressed,
        sendAtMs: row.sendAtMs,
        numbers: [{ ...row, place: 0 }, ...(row.more ?? [])].map(({ place, phone, zoneKey, lineType }) => ({
          place,
          phone,
          zones: zonesOfKey(zoneKey),
          lineType,
        })),
        lastTried: row.lastTried,
        dead: new Set(row.dead ?? []),
      },
    ]),
  );
}
