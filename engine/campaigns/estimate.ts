import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
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
      with said as materialized (
        -- All numbers of everyone who said no.
        select x.phone from suppressions x where x.lifted_at is null
        union select n.person_id from suppressions x join person_phones n on n.phone = x.phone where x.lifted_at is null
        union select m.phone from suppressions x join person_phones n on n.phone = x.phone
          join person_phones m on m.person_id = n.person_id where x.lifted_at is null
      )
      select count(*)::int as contacts,
        count(*) filter (where s.state in ('suppressed', 'unknown_zone', 'no_consent') or (s.state = 'ready' and (c.phone in (select phone from said)
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
