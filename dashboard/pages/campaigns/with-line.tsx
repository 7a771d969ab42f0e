import type { ReactNode } from 'react';

/** The first cell of a row: on a phone with a line beneath it for what has no column there. */
export const WithLine = ({ children, line }: { children: ReactNode; line: ReactNode }) => (
  <>
    <span className="block truncate leading-tight">{children}</span>
    <span className="block truncate text-xs leading-tight text-subtle sm:hidden">{line}</span>
  </>
);
