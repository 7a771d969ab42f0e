import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import { inTransaction } from '../../../db/transaction.ts';
import type { ContactPlan } from '../../../domain/plan-contact.ts';
import { findRun, unknownCampaign } from '../../campaigns/find-run.ts';
import type { EngineDeps } from '../../deps.ts';
import { loadRun } from '../../dialing/run-context.ts';
import { zonesOfKey } from '../../planning/zones-of-key.ts';
import { readNowMs } from '../../read-now.ts';
import { isListed } from '../dry-run/asked-contacts.ts';
import { planGroup } from '../dry-run/dry-run.ts';
import { readDryContacts, type DryContact } from '../dry-run/read-contacts.ts';
import { DEFAULT_PAGE, type Page, type PageInput } from '../page.ts';

/** Of a forecast: outside of their hours at the start, and those who are not called before something is known of them. */
type ForecastPart = 'later' | 'unknown_zone' | 'no_consent';

export interface ForecastContact {
  contactId: number;
  importId: string;
  rowNumber: number;
  name: string | null;
  /** The number that is tried first; the places are those of the one that would be dialled. */
  phone: string;
  zones: string[];
  /** Jurisdictions whose rules may hold. */
  places: string[];
  /** When their hours open; null = not before something is known of them. */
  opensAt: string | null;
}

/** `looked`: contacts that were judged for this page. A page may be empty and have a next one. */
export interface ForecastPage extends Page<ForecastContact> {
  looked: number;
}

/** Ids at a time: a range is read as quickly when nothing is known yet of how many a new list has. */
const SLICE = 2_000;
/** So many are judged in a second; where nearly nobody belongs to the part, more is another page. */
const MOST_SLICES = 5;

/**
 * Who makes up a part of the forecast, in the order of the rows, judged by the same planner contact by contact: a page is
 * as quick for a million as for ten. Writes nothing. Throws EngineError `unknown_campaign`.
 */
export async function listForecast(
  deps: Pick<EngineDeps, 'db' | 'readDb' | 'telephonyFor' | 'zones' | 'law'>,
  { campaignId, part, cursor, limit = DEFAULT_PAGE }: { campaignId: string; part: ForecastPart } & PageInput,
): Promise<ForecastPage> {
  const { runId } = await findRun(deps.readDb, campaignId);
  const run = await loadRun(deps, runId);
  if (!run) throw unknownCampaign(campaignId);
  return await inTransaction(deps.readDb, async (tx) => {
    const atMs = await readNowMs(tx);
    const startMs = Math.max(atMs, run.settings.startsAtMs ?? 0);
    const lists = await rows<{ first: number; last: number }>(
      tx,
      sql`select i.first_contact_id as first,
            coalesce((select max(c.id) from contacts c where c.id between i.first_contact_id and i.last_contact_id), -1) as last
          from imports i where ${isListed(campaignId, true)} order by i.first_contact_id`,
    );
    const plans = new Map<string, ContactPlan | null>();
    const planOf = ({
      id: _id,
      importId: _list,
      rowNumber: _row,
      name: _name,
      phone: _phone,
      ...group
    }: DryContact) => {
      const key = JSON.stringify(group);
      const known = plans.get(key);
      if (known !== undefined) return known;
      const plan = planGroup(deps, run, { ...group, contacts: 1 }, startMs);
      plans.set(key, plan);
      return plan;
    };
    const items: ForecastContact[] = [];
    let after = Number(cursor ?? 0);
    let looked = 0;
    for (let slice = 0; ; slice++) {
      const list = lists.find(({ last }) => last > after);
      if (list === undefined) return { items, nextCursor: null, looked };
      if (slice === MOST_SLICES) return { items, nextCursor: String(after), looked };
      const firstId = Math.max(after + 1, list.first);
      const lastId = Math.min(firstId + SLICE - 1, list.last);
      for (const contact of await readDryContacts(tx, { campaignId, atMs, firstId, lastId })) {
        if (items.length === limit) return { items, nextCursor: String(after), looked };
        after = contact.id;
        looked++;
        const plan = planOf(contact);
        if (partOf(contact, plan, startMs) === part) items.push(viewOf(contact, plan));
      }
      after = lastId;
    }
  });
}

/** As the forecast counts them. */
function partOf({ state }: DryContact, plan: ContactPlan | null, startMs: number): string | null {
  if (plan?.kind === 'due') return plan.dueAtMs > startMs ? 'later' : null;
  return plan === null ? state : plan.state;
}

function viewOf(contact: DryContact, plan: ContactPlan | null): ForecastContact {
  const { id: contactId, importId, rowNumber, name, phone } = contact;
  const due = plan?.kind === 'due' ? plan : null;
  return {
    contactId,
    importId,
    rowNumber,
    name,
    phone,
    zones: [...(due?.number.zones ?? zonesOfKey(contact.zoneKey))],
    places: zonesOfKey(due?.number.placeKey ?? contact.placeKey),
    opensAt: due && new Date(due.dueAtMs).toISOString(),
  };
}
