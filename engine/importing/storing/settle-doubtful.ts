import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { AcceptedRow } from '../checking/check-row.ts';
import type { CopyTransaction } from './copy-transaction.ts';
import type { Finding } from '../findings.ts';
import type { DoubtfulRow } from '../checking/list-reader.ts';

export interface Settled {
  accepted: DoubtfulRow[];
  duplicates: { rowNumber: number; cells: string[]; finding: Finding }[];
  /** Rows that were accepted before and lose their place to one of these. */
  displaced: { rowNumber: number; finding: Finding }[];
}

/** A number that a row of the list has. */
export interface KnownNumber {
  phone: number;
  rowNumber: number;
  first: boolean;
}

/**
 * Rows whose number may have come before in this list: looks who has it, and decides which row counts. Of two rows
 * with the same first number, the earlier one does, or with `keepLast` the later one, in whatever order they are
 * looked at. A further number that another row has is left out of this one.
 */
export async function settleDoubtful(
  { tx }: Pick<CopyTransaction, 'tx'>,
  input: {
    doubtful: readonly DoubtfulRow[];
    keepLast: boolean;
    phoneHeader: string;
    firstContactId: number;
    lastContactId: number;
  },
): Promise<Settled> {
  const { doubtful, firstContactId, lastContactId } = input;
  if (doubtful.length === 0) return { accepted: [], duplicates: [], displaced: [] };
  const phones = sql.param([...new Set(doubtful.flatMap(({ row }) => row.phones.map((phone) => phone.digits)))]);
  const known = await rows<KnownNumber>(
    tx,
    // Number by number (`offset 0` keeps it so): by the range of ids each chunk would read all of the list before it.
    sql`select asked.phone, k."rowNumber", k.first
        from unnest(${phones}::bigint[]) as asked (phone), lateral (
          select id, row_number as "rowNumber", true as first from contacts c where c.phone = asked.phone
          union all
          select contact_id, (contact_id - ${firstContactId}::bigint)::integer, false from contact_phones n where n.phone = asked.phone
          offset 0
        ) k
        where k.id between ${firstContactId} and ${lastContactId}`,
  );
  return settle(input, known);
}

/** The decision itself, by what is known of the numbers of these rows. */
export function settle(
  { doubtful, keepLast, phoneHeader }: { doubtful: readonly DoubtfulRow[]; keepLast: boolean; phoneHeader: string },
  known: readonly KnownNumber[],
): Settled {
  const firstOwner = new Map<number, number>();
  const anyOwner = new Map<number, number>();
  // Who loses its place gives up its numbers: looking for them among all would take seconds where each row does.
  const numbersOf = new Map<number, number[]>();
  const own = (phone: number, rowNumber: number): void => {
    anyOwner.set(phone, rowNumber);
    const numbers = numbersOf.get(rowNumber);
    if (numbers) numbers.push(phone);
    else numbersOf.set(rowNumber, [phone]);
  };
  for (const { phone, rowNumber, first } of known) {
    if (first) firstOwner.set(phone, rowNumber);
    own(phone, rowNumber);
  }
  const accepted = new Map<number, DoubtfulRow>();
  const settled: Settled = { accepted: [], duplicates: [], displaced: [] };
  for (const candidate of doubtful) {
    const { row, cells } = candidate;
    const phone = row.phones[0]?.digits ?? 0;
    const owner = firstOwner.get(phone);
    if (owner !== undefined && owner !== row.rowNumber) {
      const wins = keepLast ? row.rowNumber > owner : row.rowNumber < owner;
      if (!wins) {
        settled.duplicates.push({ rowNumber: row.rowNumber, cells, finding: sameNumber(phone, owner, phoneHeader) });
        continue;
      }
      const finding = sameNumber(phone, row.rowNumber, phoneHeader);
      const here = accepted.get(owner);
      if (here) settled.duplicates.push({ rowNumber: owner, cells: here.cells, finding });
      else settled.displaced.push({ rowNumber: owner, finding });
      accepted.delete(owner);
      for (const digits of numbersOf.get(owner) ?? []) if (anyOwner.get(digits) === owner) anyOwner.delete(digits);
    }
    const kept = leaveOutOthers(row, anyOwner);
    firstOwner.set(phone, row.rowNumber);
    for (const { digits } of kept.row.phones) own(digits, row.rowNumber);
    accepted.set(row.rowNumber, { ...candidate, row: kept.row, findings: [...candidate.findings, ...kept.findings] });
  }
  settled.accepted = [...accepted.values()];
  return settled;
}

/** A switchboard in a hundred rows would make one person of a hundred: a further number stays with its first row. */
function leaveOutOthers(
  row: AcceptedRow,
  owners: ReadonlyMap<number, number>,
): { row: AcceptedRow; findings: Finding[] } {
  const findings: Finding[] = [];
  const phones = row.phones.filter(({ digits }, place) => {
    const owner = owners.get(digits);
    if (place === 0 || owner === undefined || owner === row.rowNumber) return true;
    findings.push({
      severity: 'warning',
      code: 'phone_of_another_row',
      column: null,
      value: `+${digits}`,
      message: `this further number is in row ${owner} too; expected each number once; it is left out here`,
    });
    return false;
  });
  return { row: findings.length === 0 ? row : { ...row, phones }, findings };
}

const sameNumber = (phone: number, other: number, column: string): Finding => ({
  severity: 'duplicate',
  code: 'duplicate_phone',
  column,
  value: `+${phone}`,
  message: `the same number as in row ${other}; expected each number once`,
});
