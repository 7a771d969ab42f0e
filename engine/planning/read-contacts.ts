import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Channel } from '../../domain/channel.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { ContactNumber } from '../../domain/next-number.ts';
import { OUTCOMES, outcomeClass, isOutcome } from '../../domain/outcome.ts';
import {
  consentOnRecord,
  furtherNumbers,
  heldChannels,
  toNumber,
  type ConsentOnRecord,
  type FurtherNumber,
} from './numbers-to-plan.ts';

/** What the plan of a contact depends on. */
export interface ContactToPlan {
  /** Channels that somebody of its person said no to. */
  barred: Channel[];
  /** Not before, where its row says so. */
  sendAtMs: number | null;
  /** Not at or after, where its row says so. */
  endsAtMs: number | null;
  /**
   * Of a message of appointments: the version under which their plans were made last; null = none of them has it in its
   * plan any more. Undefined = it is no such message.
   */
  planVersion: number | null | undefined;
  numbers: ContactNumber[];
  /** The number that the step dialled last; null = none yet. */
  lastTried: number | null;
  dead: ReadonlySet<number>;
}

interface Found {
  place: number;
  barred: Channel[];
  sendAtMs: number | null;
  endsAtMs: number | null;
  isMessage: boolean;
  planVersion: number | null;
  phone: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: ConsentOnRecord;
  more: FurtherNumber[] | null;
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
    sql`select i.place, c.phone, c.zone_key as "zoneKey", c.place_key as "placeKey", c.line_type as "lineType", (c.overrides ->> 'sendAtMs')::double precision as "sendAtMs",
          (c.overrides ->> 'endsAtMs')::double precision as "endsAtMs", aim.is_message as "isMessage",
          -- Only the current plans of its appointments have it; the oldest of them decides.
          case when aim.is_message then (select min(a.plan_version) from reminders m join appointments a on a.id = m.appointment_id
            and a.version = m.version where m.contact_id = c.id) end as "planVersion",
          more.numbers as more,
          ${consentOnRecord(sql`c.phone`, sql`aim.purpose`)} as consent,
          ${heldChannels(sql`c.phone`, sql`aim.purpose`)} as barred,
          case when more.numbers is not null then (select a.phone from attempts a
            where a.contact_id = c.id and a.run_id = i."runId" and a.subject = i.subject and a.step = i.step
              and a.state not in ('INTENT', 'VOID', 'REFUSED') order by a.id desc limit 1) end as "lastTried",
          case when more.numbers is not null then (select jsonb_agg(a.phone) from attempts a
            where a.contact_id = c.id and a.outcome = any(${sql.param([...DEAD_OUTCOMES])}::text[])) end as dead
        from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as i(place integer, "contactId" bigint, "runId" uuid, subject text, step integer)
          join contacts c on c.id = i."contactId",
          lateral (select k.settings ->> 'purpose' as purpose, r.kind = 'programme' as is_message from runs r join campaigns k on k.id = r.campaign_id where r.id = i."runId" offset 0) aim,
          lateral (select ${furtherNumbers(sql`c.id`, sql`aim.purpose`)} as numbers offset 0) more`,
  );
  return new Map(
    found.map((row) => [
      row.place,
      {
        barred: row.barred,
        sendAtMs: row.sendAtMs,
        endsAtMs: row.endsAtMs,
        planVersion: row.isMessage ? row.planVersion : undefined,
        numbers: [firstNumber(row), ...(row.more ?? []).map(toNumber)],
        lastTried: row.lastTried,
        dead: new Set(row.dead ?? []),
      },
    ]),
  );
}

const firstNumber = ({ phone, zoneKey, placeKey, lineType, consent }: Found): ContactNumber =>
  toNumber({ place: 0, phone, zoneKey, placeKey, lineType, consent });
