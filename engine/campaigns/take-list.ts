import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow, rows } from '../../db/rows.ts';
import type { ImportState } from '../../db/schema/imports.ts';
import { EngineError } from '../error.ts';
import { unknownImport } from '../importing/find-import.ts';

/** A list as far as it matters to whoever wants its people. */
export interface ListAtWork {
  fileName: string;
  state: ImportState;
  wanted: 'upload' | 'check' | 'commit';
}

interface WantedImport extends ListAtWork {
  id: string;
  campaignId: string | null;
  purpose: 'contacts' | 'stop';
}

/** Nobody of such a list is to be called any more. */
export const GONE_STATES: readonly ImportState[] = ['failed', 'cancelled', 'undoing', 'undone'];

/**
 * Gives lists to a campaign and puts those of their contacts that are read so far into its run. A list belongs to
 * one campaign for good. Throws EngineError `unknown_import`, `import_taken`, `import_failed`,
 * `import_stops`, `import_not_done`, `variables_missing`.
 */
export async function takeLists(
  tx: Pick<Queryable, 'execute'>,
  input: {
    campaignId: string;
    runId: string;
    importIds: readonly string[];
    requiredVariables: readonly string[];
    mustBeDone?: boolean;
  },
): Promise<void> {
  if (input.importIds.length === 0) return;
  const found = await rows<WantedImport>(
    tx,
    sql`
      select id, campaign_id as "campaignId", purpose, state, wanted, file_name as "fileName" from imports
      where id = any(${sql.param(input.importIds)}::uuid[]) order by id for no key update`,
  );
  for (const id of input.importIds) {
    const list = found.find((candidate) => candidate.id === id);
    if (!list) throw unknownImport(id);
    if (list.campaignId !== null && list.campaignId !== input.campaignId) {
      throw new EngineError('conflict', 'import_taken', `The list "${list.fileName}" belongs to another campaign.`, {
        repair: 'Upload it again for this campaign.',
        details: { importId: id, campaignId: list.campaignId },
      });
    }
    if (list.purpose === 'stop') {
      throw new EngineError('conflict', 'import_stops', `The list "${list.fileName}" takes people out of a campaign.`, {
        repair: 'Upload it again as a list of contacts, if its people are to be called.',
        details: { importId: id },
      });
    }
    if (GONE_STATES.includes(list.state)) {
      throw new EngineError('conflict', 'import_failed', `The import of "${list.fileName}" is ${list.state}.`, {
        repair: 'Upload the list again.',
        details: { importId: id },
      });
    }
    if (input.mustBeDone && list.state !== 'done') throw importNotDone([list]);
  }
  await tx.execute(sql`
    update imports set campaign_id = ${input.campaignId} where id = any(${sql.param(input.importIds)}::uuid[])`);
  await holdContacts(tx, input.campaignId, input.runId);
  await refuseMissingVariables(tx, input.campaignId, input.requiredVariables);
}

/** What is to happen next with a list before its people can be called. */
function nextStepOf({ state, wanted }: ListAtWork): string {
  if (state === 'receiving') return 'Send the rest of the file';
  if (state === 'uploaded' && wanted === 'upload') return 'Check it, then commit it';
  if (state === 'checked' && wanted !== 'commit') return 'Commit it';
  return wanted === 'commit' || state === 'committing'
    ? 'Wait until it is done'
    : 'Wait until it is checked, then commit it';
}

export const importNotDone = (lists: readonly ListAtWork[]): EngineError =>
  new EngineError(
    'conflict',
    'import_not_done',
    `Not ready: ${lists.map(({ fileName, state }) => `${fileName} (${state})`).join(', ')}.`,
    { repair: `${[...new Set(lists.map(nextStepOf))].join('; ')}, or cancel the import.` },
  );

/** Puts every contact of the campaign's lists into its run, also of those that came to their end since it took them. */
export async function holdContacts(tx: Pick<Queryable, 'execute'>, campaignId: string, runId: string): Promise<void> {
  await tx.execute(sql`
    update contact_states s set run_id = ${runId}
    from imports i
    where i.campaign_id = ${campaignId} and i.purpose = 'contacts' and i.state = 'done'
      and s.contact_id between i.first_contact_id and i.last_contact_id and s.run_id is null`);
}

/** A text is never sent with a hole in it. Looks at all lists of the campaign, or at one. Throws EngineError `variables_missing`. */
export async function refuseMissingVariables(
  tx: Pick<Queryable, 'execute'>,
  campaignId: string,
  requiredVariables: readonly string[],
  importId?: string,
): Promise<void> {
  if (requiredVariables.length === 0) return;
  const missing = await firstRow<{ count: number; names: string[]; row: number }>(
    tx,
    sql`
      select count(distinct c.id)::int as count, array_agg(distinct wanted.name order by wanted.name) as names,
        min(c.row_number)::int as row
      from imports i
      join contacts c on c.id between i.first_contact_id and i.last_contact_id
      cross join unnest(${sql.param(requiredVariables)}::text[]) as wanted (name)
      where i.campaign_id = ${campaignId} and ${importId === undefined ? sql`true` : sql`i.id = ${importId}`}
        and i.purpose = 'contacts' and i.state <> all(${sql.param([...GONE_STATES])}::text[])
        and coalesce(btrim(case wanted.name
          when 'name' then coalesce(c.variables ->> 'name', c.name)
          when 'phone' then coalesce(c.variables ->> 'phone', '+' || c.phone)
          when 'external_id' then coalesce(c.variables ->> 'external_id', c.external_id)
          else c.variables ->> wanted.name
        end), '') = ''`,
  );
  if (!missing || missing.count === 0) return;
  throw new EngineError(
    'invalid',
    'variables_missing',
    `${missing.count} contacts lack what the texts need: ${missing.names.join(', ')} (first in row ${missing.row}).`,
    {
      repair: 'Upload the list with these as required variables, or write a fallback: {{ name | default: "there" }}.',
      details: { contacts: missing.count, variables: missing.names, firstRow: missing.row },
    },
  );
}
