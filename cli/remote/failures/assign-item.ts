import type { z } from 'zod';
import type { assignReviewsBody } from '../../../api/schemas/assignments.ts';
import type { ApiClient } from '../api-client.ts';
import { findAssigneeId } from '../find-assignee.ts';
import { FAILURES } from './endpoints.ts';

type Item = Omit<z.input<typeof assignReviewsBody>, 'userId' | 'note'>;
type Assigned = z.output<(typeof FAILURES.assignReviews)['response']>;

/** Says who looks after something that waits for a person; without `to` nobody does. Throws CliError. */
export async function assignItem(
  api: ApiClient,
  item: Item,
  to?: string,
  note?: string,
): Promise<{ data: Assigned; text: string }> {
  const userId = to === undefined ? null : await findAssigneeId(api, to);
  const data = await api.call(FAILURES.assignReviews, { body: { ...item, userId, note } });
  const done = to === undefined ? 'Nobody looks after it now.' : `${to} looks after it now.`;
  const text =
    data.decided > 0 ? 'Nothing of it is left to look after.' : data.assigned > 0 ? done : 'It was so already.';
  return { data, text };
}
