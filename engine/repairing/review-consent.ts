import type { Queryable } from '../../db/client.ts';
import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { Channel } from '../../domain/channel.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import { findRun, type CampaignRun, type RunState } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import type { Assignee, AssignmentView } from '../failures/assignments.ts';
import { consentKey, withAssignments } from '../failures/review-assignments.ts';
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
  groups: (ConsentGroup & {
    /** Who looks after it. */
    assignment: AssignmentView | null;
  })[];
}

/**
 * Whom of a campaign nobody may contact for want of consent, and what is missing; only what the assignee looks after,
 * where one is asked for. Throws EngineError `unknown_campaign`.
 */
export async function reviewConsent(
  deps: Pick<EngineDeps, 'readDb' | 'law'>,
  input: { campaignId: string; assignee?: Assignee | undefined },
): Promise<ConsentReview> {
  const { campaignId, assignee } = input;
  const { run, contacts, groups } = await listConsentGaps(deps.readDb, deps, campaignId);
  const judged = groups.reduce((sum, group) => sum + group.contacts, 0);
  return {
    campaignId,
    runState: run.state,
    contacts,
    suppressed: Math.max(0, contacts - judged),
    groups: await withAssignments(deps.readDb, groups, (group) => consentKey({ campaignId, ...group }), assignee),
  };
}

/** Throws EngineError `unknown_campaign`. */
export async function listConsentGaps(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'law'>,
  campaignId: string,
): Promise<{ run: CampaignRun; contacts: number; groups: ConsentGroup[] }> {
  const run = await findRun(db, campaignId);
  const which = sql`select contact_id from contact_states where run_id = ${run.runId} and state = 'no_consent'`;
  const counted = await firstRow<{ contacts: number }>(db, sql`select count(*)::int as contacts from (${which}) as w`);
  const verdicts = await consentVerdicts(deps, db, { campaignId, which });
  const groups = await rows<ConsentGroup>(
    db,
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
  return { run, contacts: counted?.contacts ?? 0, groups };
}
