import { oneOf, text, type RawSearch } from '../../app/search.ts';

export const QUEUES = ['parked', 'opt_outs', 'answers', 'zones', 'consent'] as const;
export type QueueName = (typeof QUEUES)[number];

export interface ReviewsSearch {
  tab?: QueueName | undefined;
  campaign?: string | undefined;
  /** `me`, `none`, or the id of a person. */
  assignee?: string | undefined;
}
export const reviewsSearch = (raw: RawSearch): ReviewsSearch => ({
  tab: oneOf(raw, 'tab', QUEUES),
  campaign: text(raw, 'campaign'),
  assignee: text(raw, 'assignee'),
});
