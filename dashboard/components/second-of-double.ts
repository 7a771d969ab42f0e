import type { MouseEvent } from 'react';

/**
 * Whether this is the second click of a double click on a button that sends something. The first may be answered before
 * it comes, and then the same place does the opposite: Pause has become Resume.
 */
export const isSecondOfDouble = ({ detail }: Pick<MouseEvent, 'detail'>, busy: boolean | undefined): boolean =>
  busy !== undefined && detail > 1;
