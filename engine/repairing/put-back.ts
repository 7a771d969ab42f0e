import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { Transaction } from '../../db/transaction.ts';
import { campaignHeld } from '../consent/holding.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';
import { replan } from '../planning/replan.ts';

export interface PutBack {
  /** Contacts that the run plans again. */
  putBack: number;
  /** Contacts whose person has said no meanwhile: they end with that. */
  suppressed: number;
}

interface Judged {
  id: number;
  runId: string;
  step: number;
  attemptsMade: number;
  held: boolean;
  nowMs: number;
}

/**
 * Gives contacts that had ended for want of something back to their run: `ready`, or, where they were dialled before,
 * planned from the step that they had reached. Their states are locked by the caller.
 */
export async function putBack(
  tx: Transaction,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  contactIds: readonly number[],
  campaignId: string,
): Promise<PutBack> {
  const judged = await rows<Judged>(
    tx,
    sql`
      with judged as materialized (
        select s.contact_id as id, s.run_id, s.step, s.attempts_made,
          ${campaignHeld(numbersOf(sql`person.id`), sql`k.settings`)} as held
        from contact_states s join contacts c on c.id = s.contact_id join campaigns k on k.id = ${campaignId},
          lateral (select ${personOf(sql`c.phone`)} as id offset 0) person
        where s.contact_id = any(${sql.param([...contactIds])}::bigint[])
      ), moved as (
        update contact_states s set state = case when j.held then 'suppressed' else 'ready' end,
          reason = case when j.held then 'opted_out' end, changed_at = (select outdial_now())
        from judged j where s.contact_id = j.id
      )
      select id, run_id as "runId", step, attempts_made as "attemptsMade", held, to_ms((select outdial_now())) as "nowMs"
      from judged`,
  );
  const back = judged.filter(({ held }) => !held);
  const [first] = back;
  // A first plan begins with the first step: right for nearly all, and wrong for whoever has some of it behind.
  const dialled = back.filter(({ step, attemptsMade }) => step > 0 || attemptsMade > 0);
  if (first && dialled.length > 0) {
    const plans = dialled.map(({ id, ...rest }) => ({
      ...rest,
      contactId: id,
      subject: '',
      earliestMs: first.nowMs,
      reason: null,
    }));
    await replan(tx, deps, plans, first.nowMs);
  }
  return { putBack: back.length, suppressed: judged.length - back.length };
}

/** Locks the next contacts of a run in a state, in the order of their ids; nothing else moves them then. */
export const lockNext = (input: { runId: string; state: string; after: number; only: SQL; batch: number }): SQL => sql`
  select s.contact_id as id from contact_states s
  where s.run_id = ${input.runId} and s.state = ${input.state} and s.contact_id > ${input.after} and ${input.only}
  order by s.contact_id limit ${input.batch} for update of s`;
