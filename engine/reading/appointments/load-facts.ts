import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { EngineDeps } from '../../deps.ts';
import type { Pace } from './capacity.ts';

/** What one programme sends through one account. */
export interface LaneOfProgramme {
  programmeId: string;
  channel: Channel;
  accountId: string;
  accountName: string;
  slots: number;
  programmeSlots: number;
  perSecond: number | null;
  numberIds: string[];
}

export interface PlannedInHour {
  channel: Channel;
  accountId: string;
  hour: number;
  planned: number;
}

export interface PaceOfAccount extends Pace {
  accountId: string;
  numberId: string | null;
  channel: Channel | null;
}

export interface MeanOfAccount {
  accountId: string;
  calls: number;
  meanSeconds: number | null;
}

export interface LoadFacts {
  lanes: LaneOfProgramme[];
  planned: PlannedInHour[];
  paces: PaceOfAccount[];
  means: MeanOfAccount[];
}

/** The latest attempts of each programme say how long a call holds its slot. */
const LATEST_ATTEMPTS = 1_000;

/** `fromMs`: where the first of `hours` hours begins; what is overdue is counted to it. */
export async function loadFacts(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { programmeIds: readonly string[]; fromMs: number; hours: number },
): Promise<LoadFacts> {
  const { programmeIds, fromMs, hours } = input;
  const ids = sql`any(${sql.param([...programmeIds])}::uuid[])`;
  // Every action by its slot; what an edit retired may still have messages.
  const actions = sql`
    actions as materialized (
      select p.id as programme_id, p.run_id, p.settings, s.place::int - 1 as step, s.step ->> 'channel' as channel,
        (s.step ->> 'accountId')::uuid as account_id, (s.step ->> 'numberId')::uuid as number_id,
        coalesce((s.step ->> 'retired')::boolean, false) as retired
      from programmes p join campaigns c on c.id = p.campaign_id, jsonb_array_elements(c.settings -> 'steps') with ordinality as s(step, place)
      where p.id = ${ids})`;
  const read = async <Row>(statement: SQL): Promise<Row[]> => await rows<Row>(deps.readDb, statement);
  const [lanes, planned, paces, means] = await Promise.all([
    read<LaneOfProgramme>(sql`
      with ${actions}
      select s.programme_id as "programmeId", s.channel, s.account_id as "accountId", a.name as "accountName",
        a.max_concurrent_calls as slots, (s.settings ->> 'maxConcurrent')::int as "programmeSlots",
        (s.settings ->> 'pacePerSecond')::float8 as "perSecond", jsonb_agg(distinct s.number_id) as "numberIds"
      from actions s join provider_accounts a on a.id = s.account_id where not s.retired
      group by s.programme_id, s.settings, s.channel, s.account_id, a.name, a.max_concurrent_calls
      order by a.name, s.channel, s.programme_id`),
    read<PlannedInHour>(sql`
      with ${actions}
      select s.channel, s.account_id as "accountId",
        greatest(0, floor((to_ms(d.try_at) - ${fromMs}::double precision) / 3600000))::int as hour, count(*)::int as planned
      from actions s join due d on d.run_id = s.run_id and d.step = s.step
      where d.try_at < from_ms(${fromMs + hours * 3_600_000}::double precision)
      group by 1, 2, 3 order by 3, 2, 1`),
    read<PaceOfAccount>(sql`
      with ${actions}
      select l.account_id as "accountId", l.number_id as "numberId", l.channel, l.max_count as "maxCount", l.window_ms as "windowMs"
      from pacers l where l.account_id in (select account_id from actions)`),
    read<MeanOfAccount>(sql`
      with ${actions}
      select t.account_id as "accountId", count(*)::int as calls,
        avg(extract(epoch from t.ended_at - coalesce(t.sent_at, t.created_at)))::float8 as "meanSeconds"
      from (select distinct run_id from actions) s cross join lateral (
        select t.* from attempts t where t.run_id = s.run_id order by t.id desc limit ${LATEST_ATTEMPTS}) t
      where t.channel = 'call' and t.ended_at is not null
      group by t.account_id`),
  ]);
  return { lanes, planned, paces, means };
}
