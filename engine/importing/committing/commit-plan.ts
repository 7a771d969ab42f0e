import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import type { CampaignSettings } from '../../../domain/campaign-settings.ts';
import type { LineType } from '../../../domain/line-type.ts';
import { NO_CONSENT } from '../../../domain/next-number.ts';
import type { DuePlan } from '../../../domain/plan.ts';
import { planContact } from '../../../domain/plan-contact.ts';
import { findRun, type CampaignRun } from '../../campaigns/find-run.ts';
import { planVersion } from '../../planning/adopt-rules.ts';
import { appliedLawIds } from '../../planning/applied-law.ts';
import { zonesOfKey } from '../../planning/zones-of-key.ts';
import type { StoredImport } from '../find-import.ts';
import { suppressedByFew } from '../storing/find-suppressed.ts';
import type { ImportDeps } from '../run-import.ts';

/** What becomes of all contacts with these zones, places and this kind of line. Times in ms; null = no due row. */
export interface GroupPlan {
  zone: string;
  place: string;
  line: LineType;
  state: string;
  reason: string | null;
  step: number;
  channel: string | null;
  earliest: number | null;
  due: number | null;
  closes: number | null;
  expires: number | null;
  /** Of applied_laws. */
  law: number;
  /** A plan of their own fits each of them better: the next turn makes it. */
  own: boolean;
}

export interface CommitPlan {
  /** Null = the list belongs to no campaign yet. */
  run: CampaignRun | null;
  policyVersion: number;
  nowMs: number;
  groups: GroupPlan[];
  /** Contacts whose person has said no; null = too many said it to know them all beforehand. */
  suppressed: number[] | null;
  /** Some contacts have several numbers or a time of their own: a plan of their own fits them better. */
  someSpecial: boolean;
  /** Some rows state a consent. */
  someConsent: boolean;
  /** The list was committed before, and repaired rows come after it: they are planned by the run's next turn. */
  again: boolean;
}

interface RunRow {
  policyVersion: number;
  settings: CampaignSettings;
  providerQueueSeconds: number[];
}

/**
 * Decides once for each set of zones, places and kind of line what its contacts become: a million people in forty zones cost
 * a hundred decisions. A campaign that was not launched plans nobody; its contacts wait, ready, for the launch.
 */
export async function readCommitPlan(deps: ImportDeps, list: StoredImport): Promise<CommitPlan> {
  const run = list.campaignId === null ? null : await findRun(deps.db, list.campaignId);
  const found = await firstRow<{
    nowMs: number;
    again: boolean;
    severalNumbers: boolean;
  }>(
    deps.db,
    sql`select to_ms(outdial_now()) as "nowMs", coalesce(detected ? 'committed', false) as again, exists (select from contact_phones n
            where n.contact_id between ${list.firstContactId} and ${list.lastContactId}) as "severalNumbers"
        from imports where id = ${list.id}`,
  );
  const { nowMs = 0, again = false, severalNumbers = true } = found ?? {};
  const launched = run !== null && (run.state === 'running' || run.state === 'paused') && !again;
  const settings = launched ? await settingsOf(deps, run.runId) : undefined;
  const groups = await rows<{
    zone: string;
    place: string;
    line: LineType;
    overridden: boolean;
    consented: boolean | null;
  }>(
    deps.db,
    sql`select zone_key as zone, place_key as place, line_type as line, bool_or(${asksForItself(sql`overrides`)}) as overridden,
          bool_or(overrides ? 'consent') as consented from contacts
        where id between ${list.firstContactId} and ${list.lastContactId} group by 1, 2, 3`,
  );
  const planned = groups.map((group) => planGroup(deps, settings, group, nowMs));
  const dues = planned.flatMap(({ group, plan }) => (plan ? [{ group, plan }] : []));
  const lawIds = await inTransaction(deps.db, (tx) =>
    appliedLawIds(
      tx,
      dues.map(({ plan }) => plan),
    ),
  );
  for (const [index, { group }] of dues.entries()) group.law = lawIds[index] ?? 0;
  return {
    run,
    policyVersion: settings?.policyVersion ?? 0,
    nowMs,
    suppressed: await suppressedByFew(deps, list),
    someSpecial: severalNumbers || groups.some((group) => group.overridden) || planned.some(({ group }) => group.own),
    someConsent: groups.some((group) => group.consented === true),
    again,
    groups: planned.map(({ group }) => group),
  };
}

/** What a row states of consent asks for no plan of its own: a law that wants consent does. */
export const asksForItself = (overrides: SQL): SQL => sql`coalesce(${overrides} - 'consent', '{}') <> '{}'`;

async function settingsOf(deps: ImportDeps, runId: string): Promise<RunRow | undefined> {
  return await firstRow<RunRow>(
    deps.db,
    sql`select ${planVersion(deps)} as "policyVersion", c.settings,
          array(select a.provider_queue_seconds from jsonb_array_elements(c.settings -> 'steps') with ordinality as s(step, place)
            join provider_accounts a on a.id = (s.step ->> 'accountId')::uuid order by s.place) as "providerQueueSeconds"
        from runs r join campaigns c on c.id = r.campaign_id where r.id = ${runId}`,
  );
}

function planGroup(
  deps: ImportDeps,
  run: RunRow | undefined,
  { zone, place, line }: { zone: string; place: string; line: LineType },
  nowMs: number,
): { group: GroupPlan; plan?: DuePlan } {
  const nothing = {
    step: 0,
    channel: null,
    earliest: null,
    due: null,
    closes: null,
    expires: null,
    law: 0,
    own: false,
  };
  const as = (state: string, reason: string | null): GroupPlan => ({ zone, place, line, state, reason, ...nothing });
  if (zone === '') return { group: as('unknown_zone', 'zone_unknown') };
  if (!run) return { group: as('ready', null) };
  const plan = planContact({
    settings: run.settings,
    step: 0,
    // Stands for the first number of each of them: which one it is makes no difference.
    numbers: [{ place: 0, phone: 0, zones: zonesOfKey(zone), placeKey: place, lineType: line, consent: NO_CONSENT }],
    lastTried: null,
    dead: new Set(),
    barred: [],
    earliestMs: nowMs,
    providerQueueSeconds: run.providerQueueSeconds,
    table: deps.zones,
    book: deps.law,
  });
  // Whose consent is on record is a question for each number.
  if (plan.kind === 'end' && plan.state === 'no_consent') {
    return { group: { ...as('ready', null), own: true } };
  }
  if (plan.kind === 'end') return { group: as(plan.state, plan.reason) };
  const group: GroupPlan = {
    ...as('waiting', null),
    step: plan.step,
    channel: plan.channel,
    earliest: plan.earliestMs,
    due: plan.dueAtMs,
    closes: plan.closesAtMs,
    expires: plan.expiresAtMs,
  };
  return { group, plan };
}
