import { sql, type SQL } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { placesOf } from '../../domain/law/places-of.ts';
import { readZones } from '../../domain/zone-name.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { endGroupAssignments } from '../failures/assigning/end-assignments.ts';
import { zoneKey } from '../failures/review-assignments.ts';
import { zonesOfKey } from '../planning/zones-of-key.ts';
import { lockNext, putBack, type PutBack } from './put-back.ts';
import { repairableRun, wakeForContacts } from './repairable-run.ts';
import { listZoneGroups } from './review-zones.ts';

/** Whose zone a person knows: the numbers of a prefix (digits), some contacts, or everyone without a zone. */
export type ZoneRepairFor = { prefix: string } | { contactIds: readonly number[] } | { all: true };

export interface ZoneRepair extends PutBack {
  /** The zones that the numbers now have. */
  zones: string[];
  /** Contacts that were without a zone and asked for; each is put back or suppressed. */
  repaired: number;
  /** Contacts asked for by id that are not on the list of this campaign: repaired before, or never without a zone. */
  notOnList: number;
  /** Set when there may be more: ask again from there. */
  nextCursor: string | null;
}

interface NumberRow {
  contactId: number;
  place: number;
  phone: number;
  zoneKey: string;
  placeKey: string;
}

const BATCH = 5_000;
/** What one request does at most, so that its answer comes in seconds. */
const MOST = 50_000;
export const MAX_REPAIR_IDS = 10_000;

/**
 * Tells the zone of numbers that had none, and puts their contacts back into their run. Only numbers without a zone are
 * written; whoever was repaired is no longer on the list, so repeating it changes nothing. Throws EngineError
 * `unknown_zone`, `bad_prefix`, `too_many_contacts`, and what repairableRun throws.
 */
export async function repairZones(
  deps: Pick<EngineDeps, 'db' | 'zones' | 'places' | 'law'>,
  input: { campaignId: string; who: ZoneRepairFor; zone: string; cursor?: string | undefined; actor: string },
  most = MOST,
): Promise<ZoneRepair> {
  const { campaignId, who } = input;
  const zones = readZones(input.zone, deps.zones);
  if (!zones || zones.length === 0) {
    throw new EngineError('invalid', 'unknown_zone', `"${input.zone}" is no time zone.`, {
      repair: 'Use a name like America/Denver.',
    });
  }
  checkWho(who);
  const run = await repairableRun(deps.db, campaignId);
  const total = { repaired: 0, putBack: 0, suppressed: 0 };
  let after = Number(input.cursor ?? 0);
  let full = true;
  while (full && total.repaired < most) {
    const batch = Math.min(BATCH, most - total.repaired);
    const done = await inTransaction(deps.db, async (tx) => {
      const taken = await rows<{ id: number }>(
        tx,
        lockNext({ runId: run.runId, state: 'unknown_zone', after, only: askedFor(who), batch }),
      );
      const ids = taken.map(({ id }) => id);
      let moved: PutBack = { putBack: 0, suppressed: 0 };
      if (ids.length > 0) {
        await writeZones(tx, deps, ids, who, zones);
        moved = await putBack(tx, deps, ids, campaignId);
        await audit(tx, {
          actor: input.actor,
          action: 'campaign.repair_zones',
          subject: `campaign:${campaignId}`,
          details: { zones: zones.join(','), ...wordOf(who), ...moved },
        });
      }
      // Behind a full batch more may wait.
      if (ids.length < batch) {
        await endGroupAssignments(tx, { queue: 'zone', campaignId, by: input.actor }, async () => {
          const { groups } = await listZoneGroups(tx, deps, campaignId);
          return groups.map(({ prefix }) => zoneKey({ campaignId, prefix }));
        });
      }
      if (ids.length > 0) await wakeForContacts(tx, campaignId, run.runId);
      return { ids, ...moved };
    });
    total.repaired += done.ids.length;
    total.putBack += done.putBack;
    total.suppressed += done.suppressed;
    after = done.ids.at(-1) ?? after;
    full = done.ids.length === batch;
  }
  const asked = 'contactIds' in who ? new Set(who.contactIds).size : total.repaired;
  return {
    zones: [...zones],
    ...total,
    notOnList: full ? 0 : asked - total.repaired,
    nextCursor: full ? String(after) : null,
  };
}

function checkWho(who: ZoneRepairFor): void {
  if ('prefix' in who && !/^[1-9]\d{0,14}$/.test(who.prefix)) {
    throw new EngineError('invalid', 'bad_prefix', `"${who.prefix}" is no prefix: write its digits, like 1800 or 44.`);
  }
  if ('contactIds' in who && who.contactIds.length > MAX_REPAIR_IDS) {
    throw new EngineError('invalid', 'too_many_contacts', `At most ${MAX_REPAIR_IDS} contacts at a time.`);
  }
}

/** A number that has no zone yet is what a prefix speaks of; which zones are known only the table can say. */
function askedFor(who: ZoneRepairFor): SQL {
  if ('all' in who) return sql`true`;
  if ('contactIds' in who) return sql`s.contact_id = any(${sql.param([...who.contactIds])}::bigint[])`;
  const begins = `${who.prefix}%`;
  return sql`(exists (select from contacts c where c.id = s.contact_id and c.phone::text like ${begins})
    or exists (select from contact_phones n where n.contact_id = s.contact_id and n.phone::text like ${begins}))`;
}

const wordOf = (who: ZoneRepairFor): Record<string, string> =>
  'prefix' in who ? { prefix: who.prefix } : { who: 'all' in who ? 'all' : 'some' };

/** A contact is otherwise never changed: what a person knows of its zone is the one exception. */
async function writeZones(
  tx: Transaction,
  { zones: table, places: book }: Pick<EngineDeps, 'zones' | 'places'>,
  ids: readonly number[],
  who: ZoneRepairFor,
  zones: readonly string[],
): Promise<void> {
  const numbers = await readNumbers(tx, ids);
  const lacking = numbers.filter(({ phone, zoneKey }) => {
    const known = zonesOfKey(zoneKey);
    if (known.length > 0 && known.every((zone) => table.has(zone))) return false;
    return !('prefix' in who) || String(phone).startsWith(who.prefix);
  });
  const written = lacking.map(({ contactId, place, phone, placeKey }) => ({
    contact: contactId,
    place,
    places: placesOf(
      { address: zonesOfKey(placeKey), phone: book.placesOfPhone(phone), toldZones: zones },
      book,
    ).join(),
  }));
  if (written.length === 0) return;
  const input = sql`jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as i(contact bigint, place integer, places text)`;
  const zoneKey = zones.join();
  await tx.execute(sql`
    with input as materialized (select * from ${input}), first as (
      update contacts c set zone_key = ${zoneKey}, zone_source = 'operator', place_key = i.places
      from input i where i.place = 0 and c.id = i.contact
    )
    update contact_phones n set zone_key = ${zoneKey}, place_key = i.places
    from input i where i.place > 0 and n.contact_id = i.contact and n.place = i.place`);
}

async function readNumbers(tx: Transaction, ids: readonly number[]): Promise<NumberRow[]> {
  const among = sql`any(${sql.param([...ids])}::bigint[])`;
  return await rows<NumberRow>(
    tx,
    sql`
      select id as "contactId", 0 as place, phone, zone_key as "zoneKey", place_key as "placeKey" from contacts where id = ${among}
      union all
      select contact_id, place, phone, zone_key, place_key from contact_phones where contact_id = ${among}`,
  );
}
