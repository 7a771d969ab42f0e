import { drizzle } from 'drizzle-orm/node-postgres';
import { sql } from 'drizzle-orm';
import type { PoolClient } from 'pg';
import type { Queryable } from '../../../db/client.ts';
import { firstRow } from '../../../db/rows.ts';
import { wakeRuns } from '../../campaigns/wake-runs.ts';
import { asksForItself, type CommitPlan } from './commit-plan.ts';
import type { StoredImport } from '../find-import.ts';
import { suppressedInRange, type ContactRange } from '../storing/find-suppressed.ts';
import { createWay } from '../make-way.ts';
import { writeConsents } from './write-consents.ts';
import type { ImportDeps } from '../run-import.ts';
import { LEASE_SECONDS } from '../storing/store-chunk.ts';

type Tx = Pick<Queryable, 'execute'>;

/**
 * Writes states and due rows of a whole list. States and due rows go through two transactions at once, because each
 * of them would keep one core busy and leave the other idle. Nothing dials before the second one commits: a claim
 * reads due rows alone. Killed between the two commits, the next job takes the states away and begins anew.
 */
export async function commitContacts(
  deps: ImportDeps,
  list: StoredImport,
  plan: CommitPlan,
  signal: AbortSignal | undefined,
): Promise<'done' | 'stopped' | 'campaign_over'> {
  const clients: PoolClient[] = [];
  try {
    const dues = await begin(deps, clients);
    // Contacts that are ready could be planned as soon as they are seen: without due rows all is one transaction.
    const atOnce = !plan.groups.some((group) => group.due !== null);
    const states = atOnce ? dues : await begin(deps, clients);
    const way = createWay(deps);
    const stateTx = drizzle(states);
    const dueTx = drizzle(dues);
    let consents = 0;
    for (let from = 0, count = 0; from <= list.lastRow; from += count) {
      count = await way.rowsAtOnce();
      const range = {
        firstContactId: list.firstContactId + from,
        lastContactId: list.firstContactId + Math.min(from + count - 1, list.lastRow),
      };
      const suppressed =
        plan.suppressed?.filter((id) => id >= range.firstContactId && id <= range.lastContactId) ??
        (await suppressedInRange(deps, { ...range, campaignId: list.campaignId }));
      const written = { plan, list, range, suppressed };
      if (atOnce) {
        await writeStates(dueTx, written);
        await writeDues(dueTx, written);
      } else {
        await Promise.all([writeStates(stateTx, written), writeDues(dueTx, written)]);
      }
      if (plan.someConsent) consents += await writeConsents(dueTx, list, range, plan);
      if (await way.isWanted()) await way.make();
      const going = await tellProgress(deps, list, from + count);
      if (!going || signal?.aborted) return 'stopped';
    }
    const over = await endCommit(dueTx, list, plan, consents);
    if (over !== 'done') return over;
    if (!atOnce) await states.query('commit');
    await dues.query('commit');
    return 'done';
  } finally {
    await Promise.all(clients.map(leave));
  }
}

/** Opens one of the transactions; its connection is in `clients` from the first moment, to be given back. */
async function begin(deps: ImportDeps, clients: PoolClient[]): Promise<PoolClient> {
  const client = await deps.db.$client.connect();
  clients.push(client);
  await client.query('begin');
  // One of them waits while the other writes.
  await client.query("set local idle_in_transaction_session_timeout = '60s'");
  // The planner knows nothing of rows that came a moment ago, and would compare each contact with each plan.
  await client.query('set local enable_nestloop = off');
  return client;
}

/** Ends whatever is still open; after a commit there is nothing to undo. */
async function leave(client: PoolClient): Promise<void> {
  const broken = await client.query('rollback').then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  client.release(broken);
}

interface Written {
  plan: CommitPlan;
  list: StoredImport;
  range: ContactRange;
  suppressed: number[];
}

/** Contacts that a plan of their own fits better: several numbers, or a time of their own. The next turn plans them. */
const special = ({ plan }: Written) =>
  plan.someSpecial
    ? sql`(p.own or ${asksForItself(sql`c.overrides`)} or exists (select from contact_phones n where n.contact_id = c.id))`
    : sql`false`;

/** What becomes of whom: a few hundred rows at most, whose times are worked out once and not for each contact. */
const plans = ({ plan }: Written) => sql`
  p as materialized (
    select zone, place, line, state, law, own, reason, step, channel, from_ms(earliest) as earliest, from_ms(due) as due, from_ms(closes) as closes,
      from_ms(expires) as expires, from_ms(least(closes, expires)) as rolls
    from jsonb_to_recordset(${JSON.stringify(plan.groups)}::jsonb) as g(zone text, place text, line text, law integer, own boolean, state text, reason text, step integer,
      channel text, earliest double precision, due double precision, closes double precision, expires double precision)
  )`;

/** Contacts of a range beside what becomes of them. */
const planned = ({ range, suppressed }: Written) => sql`
  contacts c
  join p on p.zone = c.zone_key and p.place = c.place_key and p.line = c.line_type
  left join unnest(${sql.param(suppressed)}::bigint[]) as x(id) on x.id = c.id
  where c.id between ${range.firstContactId} and ${range.lastContactId}`;

/** Only where rows may be there already: looking for them takes a third of the time of writing them. */
const unlessThere = ({ plan }: Written) => (plan.again ? sql`on conflict (contact_id) do nothing` : sql``);

async function writeStates(tx: Tx, written: Written): Promise<void> {
  const { plan } = written;
  await tx.execute(sql`
    with ${plans(written)}
    insert into contact_states (contact_id, run_id, state, reason, step, changed_at)
    select c.id, ${plan.run?.runId ?? null}::uuid, case when x.id is null then p.state else 'suppressed' end,
      case when x.id is null then p.reason else 'opted_out' end, p.step, from_ms(${plan.nowMs}::double precision)
    from ${planned(written)} and not ${special(written)}
    ${unlessThere(written)}`);
}

async function writeDues(tx: Tx, written: Written): Promise<void> {
  const { plan } = written;
  if (plan.someSpecial) await writeSpecialStates(tx, written);
  await writeDueRows(tx, written);
}

async function writeSpecialStates(tx: Tx, written: Written): Promise<void> {
  const { plan } = written;
  await tx.execute(sql`
    with ${plans(written)}
    insert into contact_states (contact_id, run_id, state, reason, changed_at)
    select c.id, ${plan.run?.runId ?? null}::uuid, case when x.id is null then 'ready' else 'suppressed' end,
      case when x.id is null then null else 'opted_out' end, from_ms(${plan.nowMs}::double precision)
    from ${planned(written)} and ${special(written)}
    ${unlessThere(written)}`);
}

async function writeDueRows(tx: Tx, written: Written): Promise<void> {
  const { plan } = written;
  if (plan.run === null || !plan.groups.some((group) => group.due !== null)) return;
  await tx.execute(sql`
    with ${plans(written)}
    insert into due (run_id, contact_id, phone, step, channel, earliest_at, due_at, try_at, closes_at, expires_at, roll_at, policy_version, law_id)
    select ${plan.run.runId}::uuid, c.id, c.phone, p.step, p.channel, p.earliest, p.due, p.due, p.closes, p.expires, p.rolls,
      ${plan.policyVersion}::integer, p.law
    from ${planned(written)} and p.due is not null and x.id is null and not ${special(written)}`);
}

/** False = it was cancelled, or another job is at it. */
async function tellProgress(deps: ImportDeps, list: StoredImport, rowsDone: number): Promise<boolean> {
  const going = await firstRow(
    deps.db,
    sql`update imports set committed_rows = least(${rowsDone}, accepted_rows),
          working_until = outdial_now() + ${LEASE_SECONDS} * interval '1 second'
        where id = ${list.id} and state = 'committing' returning id`,
  );
  return going !== undefined;
}

/** The one instant: the list is done, its people belong to the campaign, and the run turns. */
async function endCommit(
  tx: Tx,
  list: StoredImport,
  plan: CommitPlan,
  consents: number,
): Promise<'done' | 'stopped' | 'campaign_over'> {
  if (plan.run) {
    // Should it have come to its end meanwhile, nobody would call these people. From here on its end waits for them;
    // claims, which only refer to the run, do not.
    const run = await firstRow<{ state: string; policyVersion: number }>(
      tx,
      sql`select state, policy_version as "policyVersion" from runs where id = ${plan.run.runId} for no key update`,
    );
    if (run?.state === 'cancelled' || run?.state === 'completed') return 'campaign_over';
    // A draft was launched meanwhile: its contacts are ready, and a turn plans them.
    await wakeRuns(tx, sql`r.id = ${plan.run.runId}`);
  }
  const ended = await firstRow(
    tx,
    sql`update imports set state = 'done', committed_rows = accepted_rows, ended_at = outdial_now(), working_until = null,
          detected = detected || jsonb_build_object('committed', true,
            'consents', coalesce((detected ->> 'consents')::integer, 0) + ${consents}::integer)
        where id = ${list.id} and state = 'committing' returning id`,
  );
  return ended ? 'done' : 'stopped';
}
