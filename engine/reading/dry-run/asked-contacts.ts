import { sql, type SQL } from 'drizzle-orm';
import { heldBy } from '../../consent/holding.ts';

const COMMITTED = ['committing', 'done'] as const;

/** The lists of a campaign that count. `withChecked`: those too that are checked and wait for their commit. */
export const isListed = (campaignId: string, withChecked: boolean): SQL => sql`
  i.campaign_id = ${campaignId} and i.purpose = 'contacts'
  and i.state = any(${sql.param([...COMMITTED, ...(withChecked ? ['checked'] : [])])}::text[])`;

/** What `askedOf` takes of a contact `c` and its state `s`, if it has one yet. */
export const LIVING = sql`
  c.id, c.phone, c.zone_key, c.place_key, c.line_type, (c.overrides ->> 'sendAtMs')::double precision as send_at,
  coalesce(s.state, 'ready') as state, coalesce(s.step, 0) as step`;

/** What one plan fits to, of `asked`: a DryGroup but for its count. */
export const ASKED = sql`
  a.state, a.reason, a.step, a.zone_key as "zoneKey", a.place_key as "placeKey", a.line_type as "lineType", a.call as "callConsent",
  a.sms as "smsConsent", a.no_call as "callBarred", a.no_sms as "smsBarred", a.more, a.later as "earliestMs"`;

/**
 * The tables `living` (as it is given: LIVING and `reason`) to `asked`: everything that the planner asks of contacts.
 * `few`: noes are looked up number by number; else all of them are read, once.
 */
export const askedOf = (
  input: { campaignId: string; atMs: number; withConsent: boolean; few: boolean },
  living: SQL,
): SQL => {
  const at = sql`from_ms(${input.atMs}::double precision)`;
  return sql`living as materialized (${living}
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
      ), noes as ${input.few ? sql`not materialized` : sql`materialized`} (
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
        select l.id, l.state, l.reason, l.step, l.zone_key, l.place_key, l.line_type, e.call, e.sms, b.call as no_call, b.sms as no_sms,
          m.numbers as more, greatest(l.send_at,
            -- What reads an instant as a number is slow: for the few rows that have one.
            case when d.earliest_at > ${at} then to_ms(date_trunc('minute', d.earliest_at)) end) as earliest
        from living l left join due d on d.contact_id = l.id left join barred b on b.id = l.id
          left join consent e on e.phone = l.phone left join more m on m.contact_id = l.id
      ), asked as (
        select *, case when earliest > ${input.atMs}::double precision then earliest end as later from planned
      )`;
};

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
