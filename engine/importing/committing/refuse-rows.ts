import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../db/transaction.ts';
import { storableJson } from '../../../db/storable-json.ts';
import type { BookingProblem } from '../../reminders/booking/read-booking.ts';
import type { StoredImport } from '../find-import.ts';
import { FindingCounter, shorten, type Finding } from '../findings.ts';
import type { ColumnPlan } from '../mapping/choose-columns.ts';
import { storable } from '../reading/text-encoding.ts';
import { storeGroups } from '../storing/store-groups.ts';
import type { StagedRow } from './commit-appointments.ts';

/** A row whose appointment was not taken. */
export interface RefusedRow {
  row: StagedRow;
  problem: Omit<BookingProblem, 'code'> & Pick<Finding, 'code'>;
}

/** What is said of it at its booking goes behind all that the check said. */
const BOOKING_ORDINAL = 2_000;

/** Which column the part of a booking comes from. */
const USES: readonly (readonly [string, ColumnPlan['use']])[] = [
  ['/externalId', 'external_id'],
  ['/startsAt', 'starts_at'],
  ['/zone', 'timezone'],
  ['/phone', 'phone'],
  ['/name', 'name'],
];

/**
 * Sets rows aside that were good when they were checked and are not taken at their booking: time has passed, or another
 * row was first. Cells that the check kept stay; the others are written as they were understood.
 */
export async function refuseRows(tx: Transaction, list: StoredImport, refused: readonly RefusedRow[]): Promise<void> {
  if (refused.length === 0) return;
  const columns = list.detected.layout?.columns ?? [];
  const counter = new FindingCounter();
  const lines = refused.map(({ row, problem }) => {
    const cells = columns.map((column) => storable(cellOf(column, row, columns)));
    const finding = findingOf(problem, columns, cells);
    counter.add(row.rowNumber, finding);
    return { row: row.rowNumber, cells, ...finding, value: shorten(finding.value), message: storable(finding.message) };
  });
  const input = sql`jsonb_to_recordset(${storableJson(lines)}::jsonb)
    as l("row" integer, cells jsonb, severity text, code text, "column" text, value text, message text, suggested text)`;
  await tx.execute(sql`
    insert into import_rows (import_id, row_number, verdict, cells)
    select ${list.id}, l.row, 'rejected', l.cells from ${input}
    on conflict (import_id, row_number) do update set verdict = 'rejected', pending = false`);
  await tx.execute(sql`
    insert into import_problems (import_id, row_number, ordinal, severity, code, column_name, value, message, suggested)
    select ${list.id}, l.row, ${BOOKING_ORDINAL}, l.severity, l.code, l."column", l.value, l.message, l.suggested from ${input}
    on conflict do nothing`);
  await storeGroups({ tx }, list.id, counter.take());
}

function findingOf(
  { code, message, pointer, suggestions }: RefusedRow['problem'],
  columns: readonly ColumnPlan[],
  cells: readonly string[],
): Finding {
  const use = USES.find(([part]) => part === pointer)?.[1];
  const column = use === undefined ? undefined : columns.find((one) => one.use === use);
  const [suggested] = suggestions ?? [];
  return {
    severity: 'error',
    code,
    column: column?.header ?? null,
    value: column === undefined ? null : (cells[column.index] ?? null),
    message,
    ...(suggested === undefined ? {} : { suggested }),
  };
}

/** What a column of the row held. Of targets with several columns the first one gets all of it. */
function cellOf(column: ColumnPlan, row: StagedRow, columns: readonly ColumnPlan[]): string {
  if (column.variable !== null) return row.variables[column.variable] ?? '';
  const isFirst = columns.every(({ use, place }) => use !== column.use || place >= column.place);
  if (!isFirst) return '';
  switch (column.use) {
    case 'phone':
      return `+${row.phone}`;
    case 'name':
      return row.name ?? '';
    case 'external_id':
      return row.externalId ?? '';
    case 'timezone':
      return row.overrides?.appointment?.zone ?? '';
    default:
      return '';
  }
}
