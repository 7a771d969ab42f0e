import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { capsFreeAt } from '../../domain/caps.ts';
import type { LawCap } from '../../domain/law/law-rule.ts';
import { capsOf, countsForCaps } from './caps.ts';
import { numbersOf, personOf } from './person-numbers.ts';

/** Of a person at a cap, by attempt: when all caps let one more through, if nothing else is sent until then. */
export async function whenCapsFree(
  tx: Transaction,
  attemptIds: readonly string[],
  nowMs: number,
): Promise<Map<string, number>> {
  if (attemptIds.length === 0) return new Map();
  const caps = capsOf(sql`c.settings`, sql`l.caps`);
  const found = await rows<{ attemptId: string; caps: LawCap[]; gatedAtMs: number[] }>(
    tx,
    sql`select a.id as "attemptId", known.caps, array(select to_ms(past.gated_at) from attempts past
            where past.person_id = any(${numbersOf(sql`whose.id`)}) and ${countsForCaps(sql`past`)}
              and past.gated_at > from_ms(${nowMs}::double precision) - known.hours * interval '1 hour') as "gatedAtMs"
        from attempts a join runs r on r.id = a.run_id join campaigns c on c.id = r.campaign_id join applied_laws l on l.id = a.law_id,
          lateral (select ${personOf(sql`a.phone`)} as id offset 0) whose,
          lateral (select ${caps} as caps, coalesce((select max((cap ->> 'hours')::double precision)
            from jsonb_array_elements(${caps}) as cap), 0) as hours offset 0) known
        where a.id = any(${sql.param([...attemptIds])}::uuid[])`,
  );
  return new Map(
    found.flatMap(({ attemptId, caps, gatedAtMs }) => {
      const free = capsFreeAt(caps, gatedAtMs, nowMs);
      return free === null ? [] : [[attemptId, free.freeAtMs] as const];
    }),
  );
}
