import type { ListSearch } from '../search.ts';

/** The list as a command: `outdial appointments list --today --programme clinic`. */
export function listCli({ programme, day, state, reminder, q, sort, direction }: ListSearch): string {
  const words = ['outdial appointments list'];
  if (day !== undefined) words.push(`--${day}`);
  if (programme !== undefined) words.push(`--programme ${programme}`);
  if (state !== undefined) words.push(`--state ${state}`);
  if (reminder !== undefined) words.push(`--reminder ${reminder}`);
  if (q !== undefined) words.push(/^\+?[\d\s().-]{7,}$/.test(q) ? `--person '${q}'` : `--text '${q}'`);
  if (sort !== undefined)
    words.push(`--sort ${sort}`, ...(direction === undefined ? [] : [`--direction ${direction}`]));
  return words.join(' ');
}
