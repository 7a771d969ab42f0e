import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import type { ConsentClass } from '../../../domain/law/law-rule.ts';
import type { LineType } from '../../../domain/line-type.ts';
import { ASKED, askedOf, isListed, LIVING } from './asked-contacts.ts';

/** A further number, without its digits: those make no difference to the plan. */
export interface FurtherGroup {
  place: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  call: ConsentClass | null;
  sms: ConsentClass | null;
}

/** Contacts that one plan fits. */
export interface DryGroup {
  state: ContactState;
  /** Of those that are finished. */
  reason: string | null;
  step: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  /** On record of its first number; null = nothing is. */
  callConsent: ConsentClass | null;
  smsConsent: ConsentClass | null;
  callBarred: boolean | null;
  smsBarred: boolean | null;
  /** Not before, by its row or its retry, to the minute; null = the moment that is asked about. */
  earliestMs: number | null;
  more: FurtherGroup[] | null;
  contacts: number;
}

/**
 * All contacts of a campaign's lists, as groups. Everything is joined as a whole: suppressions and consents of a million
 * people are read once instead of looked up a million times. `withConsent`: some law asks for what is on record;
 * `withChecked`: also lists that are checked and wait for their commit.
 */
export async function readDryGroups(
  tx: Transaction,
  input: { campaignId: string; atMs: number; withConsent: boolean; withChecked?: boolean },
): Promise<DryGroup[]> {
  const living = sql`
    select ${LIVING}, null::text as reason
    from listed i join contacts c on c.id between i.first and i.last left join contact_states s on s.contact_id = c.id
    where coalesce(s.state, 'ready') in ('ready', 'waiting')`;
  return await rows(
    tx,
    sql`
      with listed as (
        select i.first_contact_id as first, i.last_contact_id as last from imports i
        where ${isListed(input.campaignId, input.withChecked ?? false)}
      ), ${askedOf({ ...input, few: false }, living)}
      select ${ASKED}, count(*)::int as contacts
      from asked a
      group by state, reason, step, zone_key, place_key, line_type, call, sms, no_call, no_sms, more, later
      union all
      select s.state, s.reason, 0, '', '', 'unknown', null, null, null, null, null, null, count(*)::int
      from listed i join contact_states s on s.contact_id between i.first and i.last
      where s.state not in ('ready', 'waiting') group by s.state, s.reason`,
  );
}
