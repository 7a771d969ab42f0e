import { queryOptions } from '@tanstack/react-query';
import type {
  assignedGroup,
  assignedReviews,
  assigneeList,
  assignment,
  assignReviewsBody,
  groupAssignment,
} from '../../../api/schemas/assignments.ts';
import { get, send, type Answer, type Body } from '../../api/client.ts';

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
/** What waits for a person, as the API is told of it: one kind at a time. */
export type Waiting = Omit<Body<typeof assignReviewsBody>, 'userId' | 'note'>;
export const assignReviews = (what: Waiting, to: Handover): Promise<Answer<typeof assignedReviews>> =>
  send('POST', '/reviews/assign', { body: { ...what, ...to } });
