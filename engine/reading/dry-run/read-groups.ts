import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Transaction } from '../../../db/transaction.ts';
import type { Channel } from '../../../domain/channel.ts';
import type { ContactState } from '../../../domain/contact-state.ts';
import type { ConsentClass } from '../../../domain/law/law-rule.ts';
import type { LineType } from '../../../domain/line-type.ts';
import { heldBy } from '../../consent/holding.ts';

/** Contacts that one plan fits. */
export interface DryGroup {
  state: ContactState;
  /** Of those that are finished. */
  reason: string | null;
  step: number;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: Partial<Record<Channel, ConsentClass>> | null;
  barred: Channel[] | null;
  /** Not before, by its row or its retry, to the minute; null = the moment that is asked about. */
  earliestMs: number | null;
  more: { place: number; zoneKey: string; placeKey: string; lineType: LineType; consent: DryGroup['consent'] }[] | null;
  contacts: number;
}

/**
 * All contacts of a campaign's lists, as groups. Everything is joined as a whole: suppressions and consents of a million
 * people are read once instead of looked up a million times. `withConsent`: some law asks for what is on record.
 */
export async function readDryGroups(
  tx: Transaction,
  input: { campaignId: string; atMs: number; withConsent: boolean },
): Promise<DryGroup[]> {
  const at = sql`from_ms(${input.atMs}::double precision)`;
  return await rows(
    tx,
    sql`
      with listed as materialized (
        select c.id, c.phone, c.zone_key, c.place_key, c.line_type, (c.overrides ->> 'sendAtMs')::double precision as send_at,
          coalesce(s.state, 'ready') as state, s.reason, coalesce(s.step, 0) as step
        from imports i join contacts c on c.id between i.first_contact_id and i.last_contact_id
          left join contact_states s on s.contact_id = c.id
        where i.campaign_id = ${input.campaignId} and i.purpose = 'contacts' and i.state in ('committing', 'done')
      ), living as materialized (
        select * from listed where state in ('ready', 'waiting')
      ), further as materialized (
        select n.contact_id, n.place, n.phone, n.zone_key, n.place_key, n.line_type
        from contact_phones n join living l on l.id = n.contact_id
      ), channels as (
        select distinct planned.step ->> 'channel' as channel, k.settings ->> 'purpose' as purpose
        from campaigns k, jsonb_array_elements(k.settings -> 'steps') as planned(step) where k.id = ${input.campaignId}
      ), persons as (
        select l.id, coalesce(n.person_id, l.phone) as person_id from living l left join person_phones n on n.phone = l.phone
      ), numbers as (
        select id, person_id as phone from persons
        union all select p.id, m.phone from persons p join person_phones m on m.person_id = p.person_id
      ), barred as (
        select n.id, jsonb_agg(distinct h.channel) as channels
        from numbers n join suppressions x on x.phone = n.phone and x.lifted_at is null
          join channels h on ${heldBy({ purpose: sql`x.purpose`, channel: sql`x.channel` }, sql`h.purpose`, sql`h.channel`)}
        group by n.id
      ), consent as (${input.withConsent ? consentOfPhones(at) : sql`select null::bigint as phone, null::jsonb as classes where false`}
      ), more as (
        select f.contact_id, jsonb_agg(jsonb_build_object('place', f.place, 'zoneKey', f.zone_key, 'placeKey', f.place_key,
          'lineType', f.line_type, 'consent', e.classes) order by f.place) as numbers
        from further f left join consent e on e.phone = f.phone group by f.contact_id
      ), planned as (
        select l.id, l.state, null::text as reason, l.step, l.zone_key, l.place_key, l.line_type, e.classes as consent, b.channels as barred,
          m.numbers as more, nullif(greatest(l.send_at, to_ms(date_trunc('minute', d.earliest_at)), to_ms(${at})), to_ms(${at})) as earliest
        from living l left join due d on d.contact_id = l.id left join barred b on b.id = l.id
          left join consent e on e.phone = l.phone left join more m on m.contact_id = l.id
        union all
        select id, state, reason, 0, '', '', 'unknown', null, null, null, null from listed where state not in ('ready', 'waiting')
      )
      select state, reason, step, zone_key as "zoneKey", place_key as "placeKey", line_type as "lineType", consent, barred, more,
        earliest as "earliestMs", count(*)::int as contacts
      from planned
      group by state, reason, step, zone_key, place_key, line_type, consent, barred, more, earliest`,
  );
}

/** The class on record of every number, by channel: consentHolds (engine/consent/records), for all numbers at once. */
const consentOfPhones = (at: SQL): SQL => sql`
  select last.phone, jsonb_object_agg(last.channel, last.class) as classes
  from (
    select distinct on (told.phone, h.channel) told.phone, h.channel,
      case when told.kind = 'given' and (told.expires_at is null or told.expires_at > ${at}) then told.consent_class else 'none' end as class
    from (select phone from living union select phone from further) as asked
      join consent_events told on told.phone = asked.phone and told.happened_at <= ${at}
      join channels h on told.purpose in ('', h.purpose) and told.channel in ('', h.channel)
    order by told.phone, h.channel, told.happened_at desc, told.kind = 'revoked' desc, told.id desc
  ) as last
  group by last.phone`;
