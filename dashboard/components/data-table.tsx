import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { Fragment, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useShortcut } from '../app/shortcuts.ts';
import { count } from '../format/number.ts';
import { RowKeys, type RowKey } from './row-keys.tsx';
import { Skeleton } from './skeleton.tsx';
import { Spinner } from './spinner.tsx';
import { HeadCells, useDrawnCells } from './table-cells.tsx';
import type { Column, Sort } from './table-column.ts';
import { fitting, leastWidthRem } from './table-width.ts';
import { carry, type Dragged } from './drag.ts';
import { useBreakpoint } from './use-breakpoint.ts';
import type { Selection } from './use-selection.ts';
import { useWidthRem } from './use-width-rem.ts';

export interface DataTableProps<Row> {
  /** What the table is, read out. */
  caption: string;
  columns: readonly Column<Row>[];
  /** Undefined = on its way for the first time. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** A click or Enter on a row: opens its drawer or page. */
  onOpen?: ((row: Row) => void) | undefined;
  /** The row whose drawer is open. */
  openKey?: string | undefined;
  selection?: Selection | undefined;
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  /** Old rows while new ones are on their way. */
  dimmed?: boolean;
  /** There are more pages; asked for before the end is reached. */
  hasMore?: boolean | undefined;
  onMore?: (() => void) | undefined;
  /** Rows that came and wait for a click, so that nothing moves under the pointer (E4). */
  waiting?: number;
  onApplyWaiting?: (() => void) | undefined;
  /** In place of rows when there are none. */
  empty: ReactNode;
  /** Of the scrolled part, a CSS length. */
  maxHeight?: string;
  rowHeight?: number;
  /** The group of a row, for lists that come group by group: a head stands before the first row of each. */
  groupOf?: ((row: Row) => { key: string; head: ReactNode }) | undefined;
  /** Keys that do something with the row that j and k moved to. */
  rowKeys?: readonly RowKey<Row>[] | undefined;
  /** What a row carries when it is dragged out of the table; undefined = it stays where it is. */
  dragOf?: ((row: Row) => Dragged | undefined) | undefined;
}

const OVERSCAN = 12;
const MORE_BEFORE_END = 20;
const SKELETON_ROWS = 8;
const SKELETON_WIDTHS = ['w-11/12', 'w-4/5', 'w-full', 'w-5/6'];
const GROUP_HEIGHT = 36;

/**
 * Rows of one kind: virtualised, sorted and chosen. j/k or arrows move, x chooses, Enter opens. Only the rows in sight
 * are in the document; screen readers are told how many there are.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, rows, rowKey, onOpen, selection, hasMore = false, onMore, empty } = props;
  const { maxHeight = 'max(20rem, calc(100dvh - 17rem))', rowHeight = 40, dimmed = false, waiting = 0 } = props;
  const isWide = useBreakpoint();
  const [frame, widthRem = Number.POSITIVE_INFINITY] = useWidthRem();
  const selectable = selection !== undefined;
  const columns = useMemo(() => {
    const allowed = props.columns.filter(({ from }) => from === undefined || isWide(from));
    return fitting(allowed, widthRem, selectable);
  }, [props.columns, isWide, widthRem, selectable]);
  const cellsOf = useDrawnCells(columns, selection);
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const total = rows?.length ?? 0;
  const headAt = (index: number): ReactNode => {
    const [row, before] = [rows?.[index], rows?.[index - 1]];
    const group = row === undefined ? undefined : props.groupOf?.(row);
    return before !== undefined && props.groupOf?.(before).key === group?.key ? undefined : group?.head;
  };
  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight + (headAt(index) === undefined ? 0 : GROUP_HEIGHT),
    overscan: OVERSCAN,
    onChange: ({ range }) => {
      if (range !== null && hasMore && range.endIndex >= total - MORE_BEFORE_END) onMore?.();
    },
  });
  const heads =
    props.groupOf === undefined ? '' : (rows ?? []).flatMap((_, at) => (headAt(at) === undefined ? [] : [at])).join();
  // Sizes are kept by index: rows that came or went move the heads.
  useLayoutEffect(() => virtual.measure(), [virtual, heads, rowHeight]);
  const move = (step: number): void => {
    if (total === 0) return;
    const next = Math.max(0, Math.min(total - 1, active + step));
    setActive(next);
    virtual.scrollToIndex(next);
    scroller.current?.focus({ preventScroll: true });
  };
  const activeRow = rows?.[active];
  useShortcut('j', 'Next row', () => move(1), total > 0);
  useShortcut('k', 'Previous row', () => move(-1), total > 0);
  const toggle = (): void => void (activeRow !== undefined && selection?.toggle(rowKey(activeRow)));
  useShortcut('x', 'Select the row', toggle, selection !== undefined && total > 0);
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -total, End: total }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      move(step);
    }
    if (event.key === 'Enter' && activeRow !== undefined) onOpen?.(activeRow);
  };
  if (rows !== undefined && total === 0) return empty;

  const tracks = columns.map(({ width = 'minmax(6rem,1fr)' }) => width).join(' ');
  const minWidth = `${leastWidthRem(
    columns.map(({ width = '' }) => width),
    selectable,
  )}rem`;
  const style = { gridTemplateColumns: selection === undefined ? tracks : `1.25rem ${tracks}` };
  return (
    <div ref={frame} className="relative overflow-hidden rounded-lg border border-line bg-surface">
      {props.rowKeys !== undefined && <RowKeys keys={props.rowKeys} row={activeRow} />}
      {waiting > 0 && (
        <button
          type="button"
          onClick={props.onApplyWaiting}
          className="absolute top-11 left-1/2 z-10 -translate-x-1/2 animate-rise-in rounded-full bg-accent px-3 py-1 text-sm font-medium text-accent-fg shadow-2 hover:bg-accent-hover"
        >
          {count(waiting)} new
        </button>
      )}
      <div
        ref={scroller}
        role="grid"
        aria-label={caption}
        aria-rowcount={hasMore ? -1 : total + 1}
        aria-busy={rows === undefined || dimmed}
        aria-multiselectable={selection !== undefined || undefined}
        {...(activeRow === undefined ? {} : { 'aria-activedescendant': `row-${rowKey(activeRow)}` })}
        tabIndex={0}
        onKeyDown={onKeyDown}
        style={{ maxHeight }}
        className="overflow-auto focus-visible:outline-offset-[-2px]"
      >
        <div role="rowgroup" className="sticky top-0 z-[5] bg-surface" style={{ minWidth }}>
          <div
            role="row"
            aria-rowindex={1}
            style={style}
            className="grid h-9 items-center gap-x-4 border-b border-line px-3"
          >
            <HeadCells {...props} columns={columns} />
          </div>
        </div>
        {rows === undefined ? (
          <SkeletonRows rowHeight={rowHeight} />
        ) : (
          <div
            role="rowgroup"
            className={clsx('relative transition-opacity', dimmed && 'opacity-50')}
            style={{ height: virtual.getTotalSize(), minWidth }}
          >
            {virtual.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (row === undefined) return null;
              const key = rowKey(row);
              const head = headAt(index);
              const dragged = props.dragOf?.(row);
              const top = start + (head === undefined ? 0 : GROUP_HEIGHT);
              return (
                <Fragment key={key}>
                  {head !== undefined && (
                    <div
                      role="row"
                      style={{ height: GROUP_HEIGHT, transform: `translateY(${start}px)` }}
                      className="absolute inset-x-0 top-0 flex items-center border-b border-line bg-sunken px-3"
                    >
                      <span
                        role="gridcell"
                        aria-colspan={columns.length}
                        className="min-w-0 truncate text-sm font-semibold"
                      >
                        {head}
                      </span>
                    </div>
                  )}
                  {/* The grid around it has the keys: one stop of the tab key for all rows. */}
                  <div
                    id={`row-${key}`}
                    role="row"
                    aria-rowindex={index + 2}
                    aria-selected={selection?.has(key)}
                    data-active={index === active || undefined}
                    data-open={props.openKey === key || undefined}
                    style={{ ...style, height: rowHeight, transform: `translateY(${top}px)` }}
                    draggable={dragged !== undefined || undefined}
                    onDragStart={(event) => dragged !== undefined && carry(event, dragged)}
                    onClick={() => {
                      setActive(index);
                      onOpen?.(row);
                    }}
                    className={clsx(
                      'absolute inset-x-0 top-0 grid items-center gap-x-4 border-b border-line px-3 hover:bg-hover',
                      'aria-selected:bg-selected data-[active]:shadow-[inset_2px_0_0_var(--accent)] data-[open]:bg-selected',
                      onOpen !== undefined && 'cursor-pointer',
                    )}
                  >
                    {cellsOf(row, key)}
                  </div>
                </Fragment>
              );
            })}
          </div>
        )}
      </div>
      {hasMore && rows !== undefined && (
        <p className="flex items-center gap-2 border-t border-line px-3 py-2 text-sm text-subtle">
          <Spinner /> More below
        </p>
      )}
    </div>
  );
}

const SkeletonRows = ({ rowHeight }: { rowHeight: number }) => (
  <div role="rowgroup">
    {Array.from({ length: SKELETON_ROWS }, (_, at) => (
      <div role="row" key={at} className="flex items-center border-b border-line px-3" style={{ height: rowHeight }}>
        <span role="gridcell" aria-label="Loading" className="w-full">
          <Skeleton className={clsx('h-3', SKELETON_WIDTHS[at % SKELETON_WIDTHS.length])} />
        </span>
      </div>
    ))}
  </div>
);
