import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { readNowMs } from '../read-now.ts';
import { checkScope, runsOf, type FailureScope } from './scope.ts';

/** What waits for a person, by kind. */
export interface QueueCounts {
  /** Attempts of which nobody can tell whether they were made. */
  parked: number;
  /** Texts and words that may be a "no". */
  doubtfulOptOuts: number;
  /** Answers to a message that nobody understood. */
  unclearAnswers: number;
  /** Contacts without a time zone. */
  unknownZones: number;
  /** Contacts without the consent that a rule asks for. */
  noConsent: number;
}

export interface CampaignQueues {
  /** Null: reviews of texts that belong to no attempt of ours. */
  id: string | null;
  name: string | null;
  kind: 'campaign' | 'programme' | null;
  programmeId: string | null;
  counts: QueueCounts;
  /** Where the items are, as addresses of this API; a kind without items has none. */
  links: Partial<Record<keyof QueueCounts, string>>;
}

export interface Queues {
  at: string;
  total: number;
  totals: QueueCounts;
  /** With the most items first. */
  campaigns: CampaignQueues[];
}

type QueueKind = keyof QueueCounts;

interface QueueRow {
  campaignId: string | null;
  name: string | null;
  kind: 'campaign' | 'programme' | null;
  programmeId: string | null;
  queue: QueueKind;
  count: number;
}

/** Everything that waits for a person, by campaign, from one moment. Throws EngineError `unknown_campaign`. */
export async function listQueues(deps: Pick<EngineDeps, 'readDb'>, input: FailureScope): Promise<Queues> {
  return await deps.readDb.transaction(
    async (tx) => {
      await checkScope(tx, input);
      const nowMs = await readNowMs(tx);
      const campaigns = byCampaign(await readQueues(tx, input));
      const totals = campaigns.reduce((sum, { counts }) => add(sum, counts), nothing());
      return { at: new Date(nowMs).toISOString(), total: size(totals), totals, campaigns };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function readQueues(db: Pick<Queryable, 'execute'>, scope: FailureScope): Promise<QueueRow[]> {
  return await rows(
    db,
    sql`with waiting as (
          select r.campaign_id, case when c.key = 'PARKED' then 'parked' when c.key = 'unknown_zone' then 'unknownZones'
            else 'noConsent' end as queue, sum(c.n)::int as count
          from live_counts c join runs r on r.id = c.run_id
          where c.run_id = any(${runsOf(scope)})
            and (c.what = 'attempt' and c.key = 'PARKED' or c.what = 'contact' and c.key in ('unknown_zone', 'no_consent'))
          group by 1, 2
          union all
          select r.campaign_id, case when v.kind = 'opt_out' then 'doubtfulOptOuts' else 'unclearAnswers' end, count(*)::int
          from reviews v left join attempts a on a.id = v.attempt_id left join runs r on r.id = a.run_id
          where v.state = 'open'
          group by 1, 2
        )
        select w.campaign_id as "campaignId", k.name, p.id as "programmeId", w.queue, w.count,
          case when k.id is null then null when p.id is null then 'campaign' else 'programme' end as kind
        from waiting w left join campaigns k on k.id = w.campaign_id left join programmes p on p.campaign_id = k.id
        where w.count > 0 and ${scope.campaignId === undefined ? sql`true` : sql`w.campaign_id = ${scope.campaignId}`}`,
  );
}

function byCampaign(found: readonly QueueRow[]): CampaignQueues[] {
  const campaigns = new Map<string | null, CampaignQueues>();
  for (const { campaignId, name, kind, programmeId, queue, count } of found) {
    const campaign = campaigns.get(campaignId) ?? {
      id: campaignId,
      name,
      kind,
      programmeId,
      counts: nothing(),
      links: {},
    };
    campaign.counts[queue] += count;
    const link = linkOf(queue, campaign);
    if (link !== null) campaign.links[queue] = link;
    campaigns.set(campaignId, campaign);
  }
  return [...campaigns.values()].toSorted(
    (a, b) => size(b.counts) - size(a.counts) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1),
  );
}

/** Zones and consents of messages belong to their appointments, and are repaired there. */
function linkOf(queue: QueueKind, { id, programmeId }: CampaignQueues): string | null {
  const ofCampaign = id === null ? '' : `&campaignId=${id}`;
  switch (queue) {
    case 'parked':
      return `/v1/attempts?state=PARKED${ofCampaign}`;
    case 'doubtfulOptOuts':
      return `/v1/reviews?kind=opt_out${ofCampaign}`;
    case 'unclearAnswers':
      return `/v1/reviews?kind=answer${ofCampaign}`;
    case 'unknownZones':
      return programmeId === null
        ? `/v1/campaigns/${id ?? ''}/review/zones`
        : `/v1/appointments?programme=${programmeId}&reminderState=unknown_zone`;
    case 'noConsent':
      return programmeId === null
        ? `/v1/campaigns/${id ?? ''}/review/consent`
        : `/v1/appointments?programme=${programmeId}&reminderState=no_consent`;
  }
}

const nothing = (): QueueCounts => ({
  parked: 0,
  doubtfulOptOuts: 0,
  unclearAnswers: 0,
  unknownZones: 0,
  noConsent: 0,
});

const add = (a: QueueCounts, b: QueueCounts): QueueCounts => ({
  parked: a.parked + b.parked,
  doubtfulOptOuts: a.doubtfulOptOuts + b.doubtfulOptOuts,
  unclearAnswers: a.unclearAnswers + b.unclearAnswers,
  unknownZones: a.unknownZones + b.unknownZones,
  noConsent: a.noConsent + b.noConsent,
});

const size = (counts: QueueCounts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
