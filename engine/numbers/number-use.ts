import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import type { RunState } from '../dialing/run-context.ts';

export interface NumberUse {
  numberId: string;
  /** Campaigns that send from it and are not over, by name. */
  campaigns: { id: string; programmeId: string | null; name: string; state: RunState }[];
  /** Of the newest attempts of the installation: those from this number, and those of them that failed. */
  attempts: number;
  failed: number;
}

export interface NumberUses {
  /** How many of the newest attempts were looked at. */
  lookedAt: number;
  items: NumberUse[];
}

/** Enough to tell a number that carriers block; few enough to be read each time. */
const LOOKED_AT = 20_000;

/** Who sends from each active number, and how it does of late. */
export async function readNumberUse(deps: Pick<EngineDeps, 'readDb'>): Promise<NumberUses> {
  const found = await rows<NumberUse & { lookedAt: number }>(
    deps.readDb,
    sql`
      with lately as materialized (
        select number_id, cause from attempts where state <> 'VOID' order by id desc limit ${LOOKED_AT}
      ), done as materialized (
        select number_id, count(*)::int as attempts, count(cause)::int as failed from lately group by number_id
      ), uses as materialized (
        select distinct (step ->> 'numberId')::uuid as number_id, c.id, c.name, r.state
        from campaigns c join runs r on r.campaign_id = c.id, jsonb_array_elements(c.settings -> 'steps') as step
        where r.state in ('draft', 'running', 'paused') and r.kind in ('campaign', 'programme')
      )
      select n.id as "numberId", coalesce(d.attempts, 0) as attempts, coalesce(d.failed, 0) as failed,
        coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'programmeId', (select g.id from programmes g where g.campaign_id = u.id), 'state', u.state) order by u.name)
          from uses u where u.number_id = n.id), '[]') as campaigns,
        (select count(*)::int from lately) as "lookedAt"
      from numbers n left join done d on d.number_id = n.id
      where n.status = 'active' order by n.id`,
  );
  const items = found.map(({ numberId, campaigns, attempts, failed }) => ({ numberId, campaigns, attempts, failed }));
  return { lookedAt: found[0]?.lookedAt ?? 0, items };
}
