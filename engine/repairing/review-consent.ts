import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { Channel } from '../../domain/channel.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import { findRun, type RunState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { consentVerdicts, type ConsentGap } from './consent-verdicts.ts';

const EXAMPLES = 3;

export interface ConsentExample {
  contactId: number;
  phone: string;
  /** The class on record, of the event that decides. */
  given: ConsentClass | null;
  happenedAt: string | null;
  expiresAt: string | null;
}

/** Contacts that lack the same. */
export interface ConsentGroup {
  /** `nothing`: the consent holds by now, a recheck puts them back. */
  missing: ConsentGap;
  channel: Channel;
  /** What the rules of their places ask for. */
  wanted: ConsentClass;
  contacts: number;
  examples: ConsentExample[];
}

export interface ConsentReview {
  campaignId: string;
  runState: RunState;
  /** Contacts that ended for want of consent. */
  contacts: number;
  /** Of these, whose person has said no to all of it meanwhile; they are in no group. */
  suppressed: number;
  /** Most contacts first. */
  groups: ConsentGroup[];
}

/** Whom of a campaign nobody may contact for want of consent, and what is missing. Throws EngineError `unknown_campaign`. */
export async function reviewConsent(
  deps: Pick<EngineDeps, 'readDb' | 'law'>,
  input: { campaignId: string },
): Promise<ConsentReview> {
  const { campaignId } = input;
  const run = await findRun(deps.readDb, campaignId);
  const which = sql`select contact_id from contact_states where run_id = ${run.runId} and state = 'no_consent'`;
  const counted = await firstRow<{ contacts: number }>(
    deps.readDb,
    sql`select count(*)::int as contacts from (${which}) as w`,
  );
  const contacts = counted?.contacts ?? 0;
  const verdicts = await consentVerdicts(deps, deps.readDb, { campaignId, which });
  const groups = await rows<ConsentGroup>(
    deps.readDb,
    sql`
      with verdicts as materialized (${verdicts}), ranked as (
        select *, row_number() over (partition by gap, channel, wanted order by contact_id) as place from verdicts
      )
      select gap as missing, channel, wanted, count(*)::int as contacts,
        json_agg(json_build_object('contactId', contact_id, 'phone', '+' || phone, 'given', given,
          'happenedAt', ${iso(sql`happened_at`)}, 'expiresAt', ${iso(sql`expires_at`)}) order by contact_id)
          filter (where place <= ${EXAMPLES}) as examples
      from ranked group by gap, channel, wanted order by contacts desc, gap, channel, wanted`,
  );
  const judged = groups.reduce((sum, group) => sum + group.contacts, 0);
  return { campaignId, runState: run.state, contacts, suppressed: Math.max(0, contacts - judged), groups };
}
