import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  /** The head of the column; also its name for screen readers. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** A track of a CSS grid: "8rem", "minmax(10rem,2fr)". Absent: minmax(6rem,1fr). */
  width?: string;
  /** Numbers end. */
  align?: 'start' | 'end';
  /** The name under which the API sorts by it; absent = it does not. */
  sort?: string;
  /** Not shown on narrower screens: sm 640, md 768, lg 1024, xl 1280. */
  from?: Breakpoint;
}

export type Breakpoint = 'sm' | 'md' | 'lg' | 'xl';

export interface Sort {
  by: string;
  direction: 'asc' | 'desc';
}
