import type { BarPart } from '../../components/bar-part.ts';
import type { Result, Retry } from './queries.ts';

/** What of a retry is where: what is done parted by how it went as far as results are known. */
export function progressParts({ members, state }: Retry, results: readonly Result[] | undefined): BarPart[] {
  const failed = (results ?? []).filter((result) => result.failed).reduce((sum, { count }) => sum + count, 0);
  const known = (results ?? []).reduce((sum, { count }) => sum + count, 0);
  const reached = known - failed;
  // Results are fetched a moment apart from the members: what is not parted yet is only done.
  const rest = Math.max(0, members.done - known);
  const parts: BarPart[] = [
    { key: 'reached', label: 'Reached', value: reached, tone: 'done' },
    { key: 'failed', label: 'Failed again', value: failed, tone: 'retryable' },
    {
      key: 'done',
      label: results === undefined ? 'Dialled' : 'Just ended',
      value: rest,
      tone: results === undefined ? 'done' : 'success',
    },
    { key: 'inFlight', label: 'In progress', value: members.inFlight, tone: 'live' },
    { key: 'waiting', label: 'Due or waiting for hours', value: members.waiting, tone: 'scheduled' },
    { key: 'queued', label: 'Queued', value: members.queued, tone: 'waiting' },
    { key: 'planned', label: 'To be dialled', value: members.planned, tone: 'waiting' },
    { key: 'givenBack', label: 'Given back', value: members.givenBack, tone: 'neutral' },
  ];
  return parts.filter(
    ({ key, value }) => value > 0 || (ALWAYS.has(key) && state !== 'planned' && results !== undefined),
  );
}

const ALWAYS = new Set(['reached', 'failed']);
