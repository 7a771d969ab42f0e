import { CliError } from '../../cli-error.ts';
import { liveLines } from '../../print/live-lines.ts';
import type { Context } from '../../verb.ts';
import { API } from '../endpoints.ts';
import { importLine, type Import } from './import-words.ts';

const POLL_MS = 500;

/** States from which nothing goes on by itself. */
const RESTS: readonly Import['state'][] = ['done', 'undone', 'failed', 'cancelled', 'receiving'];

/** `uploaded` and `checked` are passed through by an import that is to go further. */
export function isAtRest({
  state,
  wanted,
  hasPendingRows,
}: Pick<Import, 'state' | 'wanted' | 'hasPendingRows'>): boolean {
  if (state === 'uploaded') return wanted === 'upload';
  if (state === 'checked') return wanted !== 'commit' && !hasPendingRows;
  return RESTS.includes(state);
}

/**
 * Waits until the server has done what it is to do, with a line on a terminal that says how far. Ctrl-C stops the
 * waiting; the work goes on.
 */
export async function followImport(importId: string, context: Context): Promise<Import> {
  const { io, json, api } = context;
  const live = liveLines(io);
  const interrupted = io.interrupted();
  for (;;) {
    const list = await api().call(API.getImport, { params: { importId } });
    if (isAtRest(list)) {
      live.clear();
      return list;
    }
    if (!json) live.show([importLine(list, io.columns)]);
    await io.pause(POLL_MS, interrupted);
    if (!interrupted.aborted) continue;
    live.clear();
    throw new CliError('interrupted', `The server goes on: outdial imports show ${importId}`);
  }
}
