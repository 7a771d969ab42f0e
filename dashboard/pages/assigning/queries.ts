import { queryOptions } from '@tanstack/react-query';
import type {
  assignedGroup,
  assignedReviews,
  assigneeList,
  assignment,
  groupAssignment,
} from '../../../api/schemas/assignments.ts';
import { get, send, type Answer } from '../../api/client.ts';

export type Assignment = Answer<typeof assignment>;
export type GroupAssignment = Answer<typeof groupAssignment>;

export const assigneesQuery = queryOptions({
  queryKey: ['assignees'],
  queryFn: ({ signal }) => get<Answer<typeof assigneeList>>('/assignees', { signal }),
  staleTime: 60_000,
});

/** Who looks after something from now on; null = nobody. */
export interface Handover {
  userId: string | null;
  note?: string;
}
export const assignGroup = (
  group: { cause: string; campaignId: string | null },
  to: Handover,
): Promise<Answer<typeof assignedGroup>> => send('POST', '/failures/assign', { body: { ...group, ...to } });
export const assignReviews = (reviewIds: readonly string[], to: Handover): Promise<Answer<typeof assignedReviews>> =>
  send('POST', '/reviews/assign', { body: { reviewIds, ...to } });
