import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow, rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import type { Channel } from '../../domain/channel.ts';
import { lawOf } from '../../domain/law/law-of.ts';
import type { ConsentClass } from '../../domain/law/law-rule.ts';
import { LINE_TYPES, takesTexts } from '../../domain/line-type.ts';
import { suppressionHolds } from '../consent/holding.ts';
import { deciding } from '../consent/records/consent-holds.ts';
import type { EngineDeps } from '../deps.ts';
import { numbersOf, personOf } from '../dialing/person-numbers.ts';

/** What a number lacks for the next step of its contact; `nothing` = its consent holds by now. */
export const CONSENT_GAPS = ['nothing', 'wrong_class', 'expired', 'revoked', 'no_record'] as const;
export type ConsentGap = (typeof CONSENT_GAPS)[number];

const NO_TEXTS: readonly string[] = LINE_TYPES.filter((type) => !takesTexts(type));

/** What the rules ask of a number's consent, by place and channel. */
interface Wanted {
  placeKey: string;
  channel: Channel;
  wanted: ConsentClass;
}

/** Numbers of contacts that ended for want of consent. `which`: ids of contacts, as a query with the column contact_id. */
const numbersOfContacts = (which: SQL): SQL => sql`
  select s.contact_id, s.step, c.phone as person_phone, n.place, n.phone, n.place_key, n.line_type
  from (${which}) as w join contact_states s on s.contact_id = w.contact_id join contacts c on c.id = w.contact_id,
    lateral (
      select 0 as place, c.phone, c.place_key, c.line_type
      union all
      select m.place, m.phone, m.place_key, m.line_type from contact_phones m where m.contact_id = c.id
    ) as n`;

/**
 * A query: per contact the number that comes nearest to what the law asks for its next step, and what it lacks. Columns:
 * contact_id, phone, channel, wanted, gap, given (class on record), happened_at, expires_at. A contact that no step is
 * left for (all of its channels are suppressed) has no row. Asks as the planner does: the first step that some number
 * can take decides.
 */
export async function consentVerdicts(
  deps: Pick<EngineDeps, 'law'>,
  db: Pick<Queryable, 'execute'>,
  input: { campaignId: string; which: SQL },
): Promise<SQL> {
  const campaign = await firstRow<{ settings: CampaignSettings; nowMs: number }>(
    db,
    sql`select settings, to_ms(outdial_now()) as "nowMs" from campaigns where id = ${input.campaignId}`,
  );
  const { purpose, steps } = campaign?.settings ?? { purpose: 'marketing' as const, steps: [] };
  const nowMs = campaign?.nowMs ?? 0;
  const places = await rows<{ placeKey: string }>(
    db,
    sql`select distinct n.place_key as "placeKey" from (${numbersOfContacts(input.which)}) as n`,
  );
  const channels = [...new Set(steps.map(({ channel }) => channel))];
  const wanted: Wanted[] = places.flatMap(({ placeKey }) =>
    channels.map((channel) => ({
      placeKey,
      channel,
      wanted: lawOf(deps.law, { placeKey, purpose, channel }).consentAt(nowMs),
    })),
  );
  const asked = steps.map(({ channel }, step) => ({ step, channel }));
  const now = sql`from_ms(${nowMs}::double precision)`;
  const purposeText = sql`${purpose}::text`;
  return sql`
    with steps as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a(step integer, channel text)
    ), rules as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r("placeKey" text, channel text, wanted text)
    ), usable as (
      select n.*, a.step as at_step, a.channel, min(a.step) over (partition by n.contact_id) as first_step
      from (${numbersOfContacts(input.which)}) as n join steps a on a.step >= n.step
        and (a.channel = 'call' or n.line_type <> all(${sql.param([...NO_TEXTS])}::text[]))
      where not exists (${suppressionHolds(numbersOf(personOf(sql`n.person_phone`)), purposeText, sql`a.channel`)})
    ), judged as (
      select u.contact_id, u.place, u.phone, u.channel, r.wanted, said.consent_class as given, said.happened_at, said.expires_at,
        case
          when r.wanted = 'none' then 'nothing'
          when said.id is null then 'no_record'
          when said.kind = 'revoked' then 'revoked'
          when said.expires_at <= ${now} then 'expired'
          when said.consent_class = 'none' or said.consent_class = 'express' and r.wanted = 'written' then 'wrong_class'
          else 'nothing'
        end as gap
      from usable u join rules r on r."placeKey" = u.place_key and r.channel = u.channel
        left join lateral ${deciding(sql`u.phone`, purposeText, sql`u.channel`, now)} as said on true
      where u.at_step = u.first_step
    )
    select distinct on (contact_id) contact_id, phone, channel, wanted, gap, given, happened_at, expires_at
    from judged order by contact_id, array_position(${sql.param([...CONSENT_GAPS])}::text[], gap), place`;
}
