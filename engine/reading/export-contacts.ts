import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { unknownCampaign } from '../campaigns/find-run.ts';
import type { EngineDeps } from '../deps.ts';
import { csvLine } from './csv-line.ts';
import { iso } from './iso.ts';

/** Contacts per read: constant memory, however long the list. */
const BATCH = 2_000;

const HEADER = [
  'contact_id',
  'file',
  'row',
  'phone',
  'name',
  'external_id',
  'zones',
  'state',
  'reason',
  'step',
  'dials',
  'last_outcome',
  'last_sent_at',
  'talk_seconds',
  'cost_micros',
] as const;

type ExportRow = { [Column in (typeof HEADER)[number]]: string | number | null } & {
  contact_id: number;
  variables: Record<string, string>;
};

/**
 * Every contact of a campaign as CSV lines, the never-dialled too, with what became of it and the list's own columns.
 * Throws EngineError `unknown_campaign` before the first line.
 */
export async function* exportContacts(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { campaignId: string },
): AsyncGenerator<string> {
  const [campaign] = await rows(deps.readDb, sql`select id from campaigns where id = ${input.campaignId}`);
  if (!campaign) throw unknownCampaign(input.campaignId);
  const variables = await rows<{ name: string }>(
    deps.readDb,
    sql`
      select distinct key as name
      from imports i join contacts c on c.id between i.first_contact_id and i.last_contact_id, json_object_keys(c.variables) as key
      where i.purpose = 'contacts' and i.campaign_id = ${input.campaignId} order by 1`,
  );
  const names = variables.map((variable) => variable.name);
  const own: readonly string[] = HEADER;
  yield csvLine([...HEADER, ...names.map((name) => (own.includes(name) ? `list_${name}` : name))]);

  const lists = await rows<IdRange>(
    deps.readDb,
    sql`
      select first_contact_id as "firstId", last_contact_id as "lastId" from imports
      where campaign_id = ${input.campaignId} and purpose = 'contacts' order by first_contact_id`,
  );
  for (const list of lists) {
    for (let { firstId } = list; ;) {
      const batch = await readBatch(deps, { ...list, firstId });
      const last = batch.at(-1);
      if (!last) break;
      let text = '';
      for (const row of batch) {
        text += csvLine([...HEADER.map((column) => row[column]), ...names.map((name) => row.variables[name] ?? null)]);
      }
      yield text;
      firstId = last.contact_id + 1;
    }
  }
}

/** The contacts of one list. */
interface IdRange {
  firstId: number;
  lastId: number;
}

async function readBatch(deps: Pick<EngineDeps, 'readDb'>, { firstId, lastId }: IdRange): Promise<ExportRow[]> {
  return await rows(
    deps.readDb,
    sql`
      select c.id as contact_id, i.file_name as file, c.row_number as row, '+' || c.phone as phone, c.name, c.external_id,
        replace(c.zone_key, ',', ' ') as zones, s.state, s.reason, s.step, made.dials, s.last_outcome,
        ${iso(sql`made.last_sent_at`)} as last_sent_at, made.talk_seconds, made.cost_micros, c.variables
      from contacts c
      join imports i on i.id = c.import_id
      join contact_states s on s.contact_id = c.id,
        lateral (
          select (count(*) filter (where a.state not in ('INTENT', 'VOID', 'REFUSED')))::int as dials,
            max(a.sent_at) as last_sent_at, sum(a.talk_seconds)::int as talk_seconds, sum(a.cost_micros)::bigint as cost_micros
          from attempts a where a.contact_id = c.id
        ) made
      where c.id between ${firstId} and ${lastId}
      order by c.id limit ${BATCH}`,
  );
}
