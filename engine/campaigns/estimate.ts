import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { heldBy } from '../consent/holding.ts';
import { loadRun } from '../dialing/run-context.ts';
import { findRun, unknownCampaign } from './find-run.ts';

export interface Estimate {
  contacts: number;
  /** Accepted, but never to be dialled: suppressed, without the consent that it needs, or in no zone that is known. */
  notDialled: number;
  /** Every contact dialled as often as allowed, each at its dearest. */
  worstCaseMicros: number;
  /** Every contact reached at the first dial, at its dearest. */
  oneRoundMicros: number;
  /** The least that must be available for it to start. */
  firstHoldMicros: number;
}

/** What a campaign can cost before it is launched. Throws EngineError `unknown_campaign`. */
export async function estimateCampaign(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  input: { campaignId: string },
): Promise<Estimate> {
  const { runId } = await findRun(deps.db, input.campaignId);
  const run = await loadRun(deps, runId);
  if (!run) throw unknownCampaign(input.campaignId);
  const counted = await firstRow<{ contacts: number; notDialled: number }>(
    deps.db,
    sql`
      with listed as (
        select c.id, c.phone from imports i join contacts c on c.id between i.first_contact_id and i.last_contact_id
        where i.campaign_id = ${input.campaignId} and i.purpose = 'contacts'
      ), numbers as (
        -- All numbers of everyone on the lists.
        select id, phone from listed
        union all select l.id, m.phone from listed l join person_phones m on m.person_id = l.phone
        union all select l.id, n.person_id from listed l join person_phones n on n.phone = l.phone
        union all select l.id, m.phone from listed l join person_phones n on n.phone = l.phone
          join person_phones m on m.person_id = n.person_id
      ), channels as (
        select distinct step ->> 'channel' as channel, k.settings ->> 'purpose' as purpose
        from campaigns k, jsonb_array_elements(k.settings -> 'steps') as planned(step) where k.id = ${input.campaignId}
      ), held as materialized (
        -- Of whom nothing is left: every channel is held (campaignHeld, for a whole list at once).
        select n.id from numbers n join suppressions x on x.phone = n.phone and x.lifted_at is null
          join channels h on ${heldBy({ purpose: sql`x.purpose`, channel: sql`x.channel` }, sql`h.purpose`, sql`h.channel`)}
        group by n.id having count(distinct h.channel) = (select count(*) from channels)
      )
      select count(*)::int as contacts,
        count(*) filter (where s.state in ('suppressed', 'unknown_zone', 'no_consent') or (s.state = 'ready' and (c.id in (select id from held)
          or (c.zone_key = '' and not exists (select from contact_phones m where m.contact_id = c.id and m.zone_key <> ''))))
        )::int as "notDialled"
      from imports i
      join contact_states s on s.contact_id between i.first_contact_id and i.last_contact_id
      join contacts c on c.id = s.contact_id
      where i.campaign_id = ${input.campaignId} and i.purpose = 'contacts'`,
  );
  const contacts = counted?.contacts ?? 0;
  const notDialled = counted?.notDialled ?? 0;
  const holds = run.steps.map((step) => step.holdMicros);
  const perContact = holds.reduce((sum, hold) => sum + hold, 0);
  return {
    contacts,
    notDialled,
    worstCaseMicros: (contacts - notDialled) * perContact * run.settings.maxAttempts,
    oneRoundMicros: (contacts - notDialled) * (holds[0] ?? 0),
    firstHoldMicros: Math.max(0, ...holds),
  };
}
