import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import type { ConsentClass } from '../../../domain/law/law-rule.ts';
import type { LineType } from '../../../domain/line-type.ts';
import { heldBy } from '../../consent/holding.ts';

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

const COMMITTED = ['committing', 'done'] as const;

/**
 * All contacts of a campaign's lists, as groups. Everything is joined as a whole: suppressions and consents of a million
 * people are read once instead of looked up a million times. `withConsent`: some law asks for what is on record;
 * `withChecked`: also lists that are checked and wait for their commit.
 */
export async function readDryGroups(
  tx: Transaction,
  input: { campaignId: string; atMs: number; withConsent: boolean; withChecked?: boolean },
): Promise<DryGroup[]> {
  const at = sql`from_ms(${input.atMs}::double precision)`;
  return await rows(
    tx,
    sql`
      with listed as (
        select i.first_contact_id as first, i.last_contact_id as last from imports i
        where i.campaign_id = ${input.campaignId} and i.purpose = 'contacts'
          and i.state = any(${sql.param([...COMMITTED, ...(input.withChecked ? ['checked'] : [])])}::text[])
      ), living as materialized (
        select c.id, c.phone, c.zone_key, c.place_key, c.line_type, (c.overrides ->> 'sendAtMs')::double precision as send_at,
          coalesce(s.state, 'ready') as state, coalesce(s.step, 0) as step
        from listed i join contacts c on c.id between i.first and i.last left join contact_states s on s.contact_id = c.id
        where coalesce(s.state, 'ready') in ('ready', 'waiting')
      ), further as materialized (
        select n.contact_id, n.place, n.phone, n.zone_key, n.place_key, n.line_type
        from contact_phones n join living l on l.id = n.contact_id
      ), channels as (
        select distinct planned.step ->> 'channel' as channel, k.settings ->> 'purpose' as purpose
        from campaigns k, jsonb_array_elements(k.settings -> 'steps') as planned(step) where k.id = ${input.campaignId}
      ), mates as (
        -- The other numbers of the few who have any: a no to one counts for all.
        select l.id, m.phone from living l join person_phones n on n.phone = l.phone join person_phones m on m.person_id = n.person_id
        union all select l.id, n.person_id from living l join person_phones n on n.phone = l.phone
        union all select l.id, m.phone from living l join person_phones m on m.person_id = l.phone
      ), noes as (
        select x.phone, h.channel
        from suppressions x join channels h on ${heldBy({ purpose: sql`x.purpose`, channel: sql`x.channel` }, sql`h.purpose`, sql`h.channel`)}
        where x.lifted_at is null
      ), barred as (
        select id, bool_or(channel = 'call') as call, bool_or(channel = 'sms') as sms
        from (select l.id, x.channel from living l join noes x on x.phone = l.phone
            union all select m.id, x.channel from mates m join noes x on x.phone = m.phone) as told
        group by id
      ), consent as (${input.withConsent ? consentOfPhones(at) : sql`select null::bigint as phone, null::text as call, null::text as sms where false`}
      ), more as (
        select f.contact_id, jsonb_agg(jsonb_build_object('place', f.place, 'zoneKey', f.zone_key, 'placeKey', f.place_key,
          'lineType', f.line_type, 'call', e.call, 'sms', e.sms) order by f.place) as numbers
        from further f left join consent e on e.phone = f.phone group by f.contact_id
      ), planned as (
        select l.id, l.state, null::text as reason, l.step, l.zone_key, l.place_key, l.line_type, e.call, e.sms, b.call as no_call, b.sms as no_sms,
          m.numbers as more, greatest(l.send_at,
            -- What reads an instant as a number is slow: for the few rows that have one.
            case when d.earliest_at > ${at} then to_ms(date_trunc('minute', d.earliest_at)) end) as earliest
        from living l left join due d on d.contact_id = l.id left join barred b on b.id = l.id
          left join consent e on e.phone = l.phone left join more m on m.contact_id = l.id
      ), asked as (
        select *, case when earliest > ${input.atMs}::double precision then earliest end as later from planned
      )
      select state, reason, step, zone_key as "zoneKey", place_key as "placeKey", line_type as "lineType", call as "callConsent", sms as "smsConsent",
        no_call as "callBarred", no_sms as "smsBarred", more, later as "earliestMs", count(*)::int as contacts
      from asked
      group by state, reason, step, zone_key, place_key, line_type, call, sms, no_call, no_sms, more, later
      union all
      select s.state, s.reason, 0, '', '', 'unknown', null, null, null, null, null, null, count(*)::int
      from listed i join contact_states s on s.contact_id between i.first and i.last
      where s.state not in ('ready', 'waiting') group by s.state, s.reason`,
  );
}

/** The class on record of every number, by channel: consentHolds (engine/consent/records), for all numbers at once. */
const consentOfPhones = (at: SQL): SQL => sql`
  select last.phone, max(last.class) filter (where last.channel = 'call') as call,
    max(last.class) filter (where last.channel = 'sms') as sms
  from (
    select distinct on (told.phone, h.channel) told.phone, h.channel,
      case when told.kind = 'given' and (told.expires_at is null or told.expires_at > ${at}) then told.consent_class else 'none' end as class
    from (select phone from living union select phone from further) as asked
      join consent_events told on told.phone = asked.phone and told.happened_at <= ${at}
      join channels h on told.purpose in ('', h.purpose) and told.channel in ('', h.channel)
    order by told.phone, h.channel, told.happened_at desc, told.kind = 'revoked' desc, told.id desc
  ) as last
  group by last.phone`;
