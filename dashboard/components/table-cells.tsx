import { clsx } from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import type { DataTableProps } from './data-table.tsx';
import { Checkbox } from './checkbox.tsx';
import type { Column } from './table-column.ts';
import type { Selection } from './use-selection.ts';

interface HeadCellsProps<Row> extends Pick<DataTableProps<Row>, 'rows' | 'rowKey' | 'selection' | 'sort' | 'onSort'> {
  columns: readonly Column<Row>[];
}

/** The head of a table: what can be sorted is a button. */
export function HeadCells<Row>({ columns, rows = [], rowKey, selection, sort, onSort }: HeadCellsProps<Row>) {
  const keys = rows.map(rowKey);
  const chosen = selection === undefined ? 0 : keys.filter(selection.has).length;
  return (
    <>
      {selection !== undefined && (
        <span role="columnheader" aria-label="Selected" className="flex">
          <Checkbox
            label="Select every row that is loaded"
            labelHidden
            checked={chosen > 0 && chosen === keys.length ? true : chosen > 0 ? 'indeterminate' : false}
            onChange={() => selection.toggleMany(keys)}
          />
        </span>
      )}
      {columns.map(({ id, header, align, sort: name }) => {
        const isSorted = name !== undefined && sort?.by === name;
        const Arrow = sort?.direction === 'asc' ? ArrowUp : ArrowDown;
        return (
          <span
            key={id}
            role="columnheader"
            {...(isSorted ? { 'aria-sort': sort?.direction === 'asc' ? 'ascending' : 'descending' } : {})}
            className={clsx(
              'flex min-w-0 text-xs font-medium text-subtle',
              align === 'end' && 'justify-end text-right',
            )}
          >
            {name === undefined || onSort === undefined ? (
              <span className="truncate">{header}</span>
            ) : (
              <button
                type="button"
                className="inline-flex items-center gap-1 rounded-sm hover:text-fg"
                onClick={() => onSort({ by: name, direction: isSorted && sort?.direction === 'desc' ? 'asc' : 'desc' })}
              >
                {header}
                {isSorted && <Arrow aria-hidden size={12} />}
              </button>
            )}
          </span>
        );
      })}
    </>
  );
}

interface CellsProps<Row> {
  row: Row;
  rowKey: string;
  columns: readonly Column<Row>[];
  selection: Selection | undefined;
}

const Cells = <Row,>({ row, rowKey, columns, selection }: CellsProps<Row>) => (
  <>
    {selection !== undefined && (
      <span role="gridcell" className="flex" onClick={(event) => event.stopPropagation()}>
        <Checkbox
          label={`Select row ${rowKey}`}
          labelHidden
          checked={selection.has(rowKey)}
          onChange={() => selection.toggle(rowKey)}
        />
      </span>
    )}
    {columns.map(({ id, cell, align }) => (
      <span key={id} role="gridcell" className={clsx('min-w-0 truncate', align === 'end' && 'text-right')}>
        {cell(row)}
      </span>
    ))}
  </>
);

/**
 * Cells as they were drawn before, while row, columns and selection are the same: a scroll draws what comes into sight,
 * and nothing of what stays. Only rows of the last drawing are kept.
 */
export function useDrawnCells<Row>(
  columns: readonly Column<Row>[],
  selection: Selection | undefined,
): (row: Row, key: string) => ReactNode {
  const drawn = useRef({ columns, selection, rows: new Map<string, { row: Row; cells: ReactNode }>() });
  const before = drawn.current;
  const isSame = before.columns === columns && before.selection === selection;
  const rows: typeof before.rows = new Map();
  drawn.current = { columns, selection, rows };
  return (row, key) => {
    const known = isSame ? before.rows.get(key) : undefined;
    const cells =
      known?.row === row ? known.cells : <Cells row={row} rowKey={key} columns={columns} selection={selection} />;
    rows.set(key, { row, cells });
    return cells;
  };
}
