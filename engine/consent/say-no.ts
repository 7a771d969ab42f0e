import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import { storableJson } from '../../db/storable-json.ts';
import type { Certainty } from '../../domain/refusal-language.ts';
import { endAssignments } from '../failures/assigning/end-assignments.ts';

/** A person's own "no", to every purpose and channel. */
export interface SaidNo {
  phone: number;
  source: 'sms' | 'speech' | 'keypress' | 'api';
  evidence: string;
  by: string;
  certainty: Certainty;
  /** When it was said, where that is told; absent = now. Never later than now. */
  saidAtMs?: number | undefined;
  /** What a doubtful one is looked at under: the same thing told twice has the same key. */
  reviewKey?: string;
  attemptId?: string;
}

/**
 * Writes down that people said no: suppressed at once (L5) and, where it is certain, consent revoked and every open
 * question about an earlier doubtful "no" of theirs answered. A doubtful one is suppressed with a review that may lift
 * it again; told twice it changes nothing. Answers the suppressions that are new.
 */
export async function sayNo(
  tx: Pick<Queryable, 'execute'>,
  said: readonly SaidNo[],
): Promise<{ phone: number; suppressionId: string }[]> {
  if (said.length === 0) return [];
  const records = storableJson(
    said.map((no) => ({
      phone: no.phone,
      source: no.source,
      evidence: no.evidence,
      by: no.by,
      certain: no.certainty === 'certain',
      at: no.saidAtMs ?? null,
      review: no.reviewKey ?? null,
      attempt: no.attemptId ?? null,
    })),
  );
  const input = sql`jsonb_to_recordset(${records}::jsonb) as i(phone bigint, source text, evidence text, by text, certain boolean,
    at double precision, review text, attempt uuid)`;
  const made = await rows<{ phone: number; suppressionId: string }>(
    tx,
    sql`with t as materialized (select date_trunc('milliseconds', outdial_now()) as now), said as materialized (
          -- Of one person's words at a time the certain ones count.
          select distinct on (i.phone) i.*, least(coalesce(from_ms(i.at), t.now), t.now) as said_at
          from ${input}, t
          where i.certain or not exists (select from reviews r where r.dedupe_key = i.review)
          order by i.phone, i.certain desc, i.at
        ), made as (
          insert into suppressions (phone, source, evidence, created_by)
          select phone, source, evidence, by from said order by phone
          -- One that is there is held until this is committed: whoever lifts it for an earlier START sees this no then.
          on conflict (phone, purpose, channel, list_id) where lifted_at is null do update set phone = excluded.phone
          returning id, phone, xmax = 0 as is_new
        ), asked as (
          insert into reviews (kind, phone, evidence, attempt_id, suppression_id, dedupe_key)
          select 'opt_out', s.phone, s.evidence, s.attempt, m.id, s.review from said s join made m on m.phone = s.phone where not s.certain and m.is_new
          on conflict (dedupe_key) do nothing
        ), revoked as (
          insert into consent_events (phone, kind, consent_class, method, evidence, happened_at, created_by)
          select s.phone, 'revoked', 'none', s.source, s.evidence, s.said_at, s.by from said s
          where s.certain and not exists (select from consent_events e where e.phone = s.phone and e.kind = 'revoked'
            and e.purpose = '' and e.channel = ''
              -- One call is one no, however many ways it is told.
              and (e.happened_at >= s.said_at or (e.created_by = s.by and starts_with(s.by, 'attempt:'))))
        )
        select phone, id as "suppressionId" from made where is_new order by phone`,
  );
  // A statement of its own: a doubtful "no" that was being written meanwhile is seen, since the first one waited for it.
  await settleDoubts(
    tx,
    said.flatMap(({ phone, certainty }) => (certainty === 'certain' ? [phone] : [])),
    { by: 'person', reason: 'said so in clear words' },
  );
  return made;
}

/** Whoever says no for certain leaves nothing to ask about what these numbers said before. */
export async function settleDoubts(
  tx: Pick<Queryable, 'execute'>,
  phones: readonly number[],
  { by, reason }: { by: string; reason: string },
): Promise<void> {
  const settled = await rows<{ id: string }>(
    tx,
    sql`update reviews r set state = 'confirmed', decided_at = outdial_now(), decided_by = ${by}, decided_reason = ${reason}
        from suppressions s
        where s.phone = any(${sql.param([...phones])}::bigint[]) and s.lifted_at is null and r.suppression_id = s.id and r.state = 'open'
        returning r.id`,
  );
  await endAssignments(
    tx,
    settled.map(({ id }) => id),
    by,
  );
}
