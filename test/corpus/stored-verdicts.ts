import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { rows } from '../../db/rows.ts';
import type { ContactOverrides } from '../../db/schema/contacts.ts';
import type { FixCode } from '../../domain/fixes.ts';
import type { Finding, Severity } from '../../engine/importing/findings.ts';
import { countedGroups, findingText, type Verdict, type Verdicts } from './corpus.ts';

interface StoredContact {
  row: number;
  phones: { phone: number; zones: string }[];
  name: string | null;
  externalId: string | null;
  variables: Record<string, string>;
  overrides: ContactOverrides | null;
}

interface StoredProblem {
  row: number;
  severity: Severity;
  code: Finding['code'];
  column: string | null;
  message: string;
  fix: FixCode | null;
  suggested: string | null;
}

/** What an import has made of each row of its file, as the database has it. */
export async function storedVerdicts(db: Pick<Queryable, 'execute'>, importId: string): Promise<Verdicts> {
  const contacts = await rows<StoredContact>(
    db,
    sql`select c.row_number as row, c.name, c.external_id as "externalId", c.variables, c.overrides,
          jsonb_build_array(jsonb_build_object('phone', c.phone, 'zones', c.zone_source || ' ' || c.zone_key))
            || coalesce((select jsonb_agg(jsonb_build_object('phone', n.phone, 'zones', n.zone_key) order by n.place)
              from contact_phones n where n.contact_id = c.id), '[]') as phones
        from contacts c where c.import_id = ${importId}`,
  );
  const problems = await rows<StoredProblem>(
    db,
    sql`select row_number as row, severity, code, column_name as "column", message, fix, suggested
        from import_problems where import_id = ${importId} order by row_number, ordinal`,
  );
  const verdicts = await rows<{ row: number; verdict: string }>(
    db,
    sql`select row_number as row, verdict from import_rows where import_id = ${importId}`,
  );
  const found: [number, Verdict][] = contacts.map((contact) => [contact.row, accepted(contact)]);
  const rowsOf = new Map(found);
  for (const { row, verdict } of verdicts) {
    if (verdict !== 'accepted' && rowsOf.has(row)) throw new Error(`row ${row} is a contact and ${verdict}`);
    if (verdict === 'rejected') rowsOf.set(row, { rejected: [] });
  }
  for (const problem of problems) tell(rowsOf, problem);
  return Object.fromEntries([...rowsOf].map(([row, verdict]) => [String(row), verdict]));
}

export async function storedGroups(db: Pick<Queryable, 'execute'>, importId: string): Promise<Record<string, number>> {
  return countedGroups(
    await rows(
      db,
      sql`select severity, code, column_name as "column", fix, count from import_groups where import_id = ${importId} and count <> 0`,
    ),
  );
}

function accepted({ phones, name, externalId, variables, overrides }: StoredContact): Verdict {
  const zones = phones.map((phone) => phone.zones.trim());
  const [first = '', ...more] = zones;
  const same = more.every((zone) => first.endsWith(` ${zone}`));
  return {
    phones: phones.map(({ phone }) => phone),
    zones: same ? [first] : zones,
    ...(name === null ? {} : { name }),
    ...(externalId === null ? {} : { externalId }),
    ...(Object.keys(variables).length === 0 ? {} : { variables }),
    ...(overrides === null ? {} : { overrides }),
  };
}

function tell(
  rowsOf: Map<number, Verdict>,
  { row, severity, message, fix, suggested, ...problem }: StoredProblem,
): void {
  if (severity === 'duplicate') {
    rowsOf.set(row, { duplicateOf: Number(/row (\d+)/.exec(message)?.[1]) });
    return;
  }
  const verdict = rowsOf.get(row);
  if (verdict === undefined || 'duplicateOf' in verdict) return;
  const text = findingText({
    ...problem,
    ...(fix === null ? {} : { fix }),
    ...(suggested === null ? {} : { suggested }),
  });
  if (severity === 'error' && 'rejected' in verdict) verdict.rejected.push(text);
  else rowsOf.set(row, { ...verdict, warnings: [...('warnings' in verdict ? (verdict.warnings ?? []) : []), text] });
}
