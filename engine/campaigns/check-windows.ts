import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { CampaignSettings } from '../../domain/campaign-settings.ts';
import { whyNeverOpen } from '../../domain/never-open.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { zonesOfKey } from '../planning/zones-of-key.ts';
import { readNowMs } from '../read-now.ts';

/** Contacts for whom the window of a step never opens, all for one reason. */
export interface ClosedGroup {
  /** From 0. */
  step: number;
  zones: string[];
  places: string[];
  contacts: number;
  reason: string;
  ruleIds: string[];
}

export interface CampaignWarning {
  code: string;
  message: string;
  /** Of `window_never_open`: the largest groups, ten at most. */
  groups?: ClosedGroup[];
}

/** Where contacts may be, by their numbers: one of these is enough. */
interface Whereabouts {
  zoneKey: string;
  placeKey: string;
  contacts: number;
  /** Of their further numbers, as `zones|places`. */
  more: string[];
}

const MOST_GROUPS = 10;

/**
 * Finds contacts whom a campaign could never reach because no window of theirs ever opens, among those that are not
 * finished and whose zone is known. Throws EngineError `window_never_open` when that is everybody; answers a warning
 * when it is some.
 */
export async function checkWindows(
  db: Pick<Queryable, 'execute'>,
  deps: Pick<EngineDeps, 'zones' | 'law'>,
  { runId, settings }: { runId: string; settings: CampaignSettings },
): Promise<CampaignWarning[]> {
  const found = await readWhereabouts(db, runId);
  const known = found.filter(({ zoneKey }) => isKnown(deps, zoneKey));
  if (known.length === 0) return [];
  const total = known.reduce((sum, { contacts }) => sum + contacts, 0);
  const queues = await readQueueSeconds(db, settings);
  const nowMs = await readNowMs(db);
  const closed = settings.steps.map((_, step) => {
    const why = (zoneKey: string, placeKey: string) =>
      whyNeverOpen({
        settings,
        step,
        zones: zonesOfKey(zoneKey),
        placeKey,
        nowMs,
        providerQueueSeconds: queues[step] ?? 0,
        table: deps.zones,
        book: deps.law,
      });
    return known.flatMap((group): ClosedGroup[] => {
      const reason = why(group.zoneKey, group.placeKey);
      const openElsewhere = (key: string): boolean => {
        const [zoneKey = '', placeKey = ''] = key.split('|');
        return isKnown(deps, zoneKey) && why(zoneKey, placeKey) === null;
      };
      if (reason === null || group.more.some(openElsewhere)) return [];
      const { zoneKey, placeKey, contacts } = group;
      const places = placeKey === '' ? [] : placeKey.split(',');
      return [{ step, zones: zonesOfKey(zoneKey), places, contacts, reason: reason.words, ruleIds: reason.ruleIds }];
    });
  });
  const nobody = closed.find((groups) => countOf(groups) === total);
  if (nobody) throw neverOpen(nobody);
  const some = closed.flat().sort((a, b) => b.contacts - a.contacts);
  return some.length === 0 ? [] : [warningOf(some, total)];
}

const countOf = (groups: readonly ClosedGroup[]): number => groups.reduce((sum, { contacts }) => sum + contacts, 0);

const isKnown = (deps: Pick<EngineDeps, 'zones'>, zoneKey: string): boolean =>
  zoneKey !== '' && zonesOfKey(zoneKey).every((zone) => deps.zones.has(zone));

async function readWhereabouts(db: Pick<Queryable, 'execute'>, runId: string): Promise<Whereabouts[]> {
  return await rows(
    db,
    sql`with open as (
          select c.id, c.zone_key, c.place_key from contact_states s join contacts c on c.id = s.contact_id
          where s.run_id = ${runId} and s.state in ('ready', 'waiting', 'in_flight')
        ), further as (
          -- Few contacts have any: read from their side.
          select n.contact_id, array_agg(distinct n.zone_key || '|' || n.place_key) as keys
          from contact_phones n where n.contact_id in (select id from open) group by n.contact_id
        )
        select o.zone_key as "zoneKey", o.place_key as "placeKey", coalesce(f.keys, '{}') as more, count(*)::int as contacts
        from open o left join further f on f.contact_id = o.id
        group by 1, 2, 3`,
  );
}

/** How long the provider of each step may queue a send. */
export async function readQueueSeconds(
  db: Pick<Queryable, 'execute'>,
  settings: Pick<CampaignSettings, 'steps'>,
): Promise<number[]> {
  const accounts = settings.steps.map((step) => step.accountId);
  const found = await rows<{ id: string; seconds: number }>(
    db,
    sql`select id, provider_queue_seconds as seconds from provider_accounts where id = any(${sql.param(accounts)}::uuid[])`,
  );
  return accounts.map((accountId) => found.find(({ id }) => id === accountId)?.seconds ?? 0);
}

function neverOpen(groups: ClosedGroup[]): EngineError {
  const sorted = [...groups].sort((a, b) => b.contacts - a.contacts).slice(0, MOST_GROUPS);
  const reasons = [...new Set(sorted.map(({ reason }) => reason))];
  return new EngineError('invalid', 'window_never_open', `Nobody could ever be contacted: ${reasons.join('; ')}.`, {
    repair: 'Change the hours, days off, start or end; or the list.',
    details: { groups: sorted },
  });
}

function warningOf(groups: readonly ClosedGroup[], total: number): CampaignWarning {
  const [first] = groups;
  const contacts = Math.max(...groups.map(({ step }) => countOf(groups.filter((one) => one.step === step))));
  return {
    code: 'window_never_open',
    message: `${contacts} of ${total} contacts can never be contacted: ${first?.reason ?? ''}${groups.length > 1 ? '; and other reasons' : ''}.`,
    groups: groups.slice(0, MOST_GROUPS),
  };
}
