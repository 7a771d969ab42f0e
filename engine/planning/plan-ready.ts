import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { planStep } from '../../domain/plan.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunContext } from '../dialing/run-context.ts';

interface ReadyGroup {
  zoneKey: string;
  nowMs: number;
  contactIds: number[];
}

/**
 * Plans contacts that were never planned: a batch of `ready` ones becomes due rows, or ends with its reason. Contacts
 * of one set of zones share one computation, so a million people in forty zones cost forty decisions.
 * Answers how many contacts it moved; 0 = none were ready.
 */
export async function planReady(
  deps: Pick<EngineDeps, 'db' | 'zones'>,
  run: RunContext,
  batch = 5_000,
): Promise<number> {
  return await inTransaction(deps.db, async (tx) => {
    const groups = await rows<ReadyGroup>(
      tx,
      sql`with picked as (
            select contact_id from contact_states where run_id = ${run.runId} and state = 'ready' limit ${batch} for update skip locked
          )
          select c.zone_key as "zoneKey", to_ms(outdial_now()) as "nowMs", json_agg(c.id) as "contactIds"
          from picked p join contacts c on c.id = p.contact_id
          group by c.zone_key`,
    );
    const records = groups.map((group) => {
      const plan = planStep({
        settings: run.settings,
        step: 0,
        zones: group.zoneKey === '' ? [] : group.zoneKey.split(','),
        earliestMs: group.nowMs,
        providerQueueSeconds: run.steps[0]?.providerQueueSeconds ?? 0,
        table: deps.zones,
      });
      return plan.kind === 'due'
        ? {
            contacts: group.contactIds,
            state: 'waiting',
            reason: null,
            earliest: plan.earliestMs,
            due: plan.dueAtMs,
            closes: plan.closesAtMs,
            expires: plan.expiresAtMs,
          }
        : {
            contacts: group.contactIds,
            state: plan.state,
            reason: plan.reason,
            earliest: null,
            due: null,
            closes: null,
            expires: null,
          };
    });
    if (records.length === 0) return 0;
    await tx.execute(
      sql`with input as materialized (
            select (jsonb_array_elements_text(i.contacts))::bigint as contact, i.state, i.reason, i.earliest, i.due, i.closes, i.expires
            from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
              as i(contacts jsonb, state text, reason text, earliest double precision, due double precision, closes double precision, expires double precision)
          ), planned as (
            insert into due (run_id, contact_id, person_id, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version)
            select ${run.runId}, i.contact, c.person_id, 0, ${run.steps[0]?.channel ?? 'call'}, from_ms(i.earliest), from_ms(i.due), from_ms(i.due),
              from_ms(i.closes), from_ms(i.expires), from_ms(least(i.closes, i.expires)), ${run.policyVersion}
            from input i join contacts c on c.id = i.contact
            where i.due is not null
            order by i.contact
            on conflict (run_id, contact_id, subject, step) do nothing
          )
          update contact_states s set state = i.state, reason = i.reason, changed_at = outdial_now()
          from input i where s.contact_id = i.contact`,
    );
    return groups.reduce((sum, group) => sum + group.contactIds.length, 0);
  });
}
