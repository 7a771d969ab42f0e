import type { Retry } from './queries.ts';

/** Members that have not been dialled and still may be. */
export const leftOf = ({ members }: Pick<Retry, 'members'>): number =>
  members.queued + members.waiting + members.planned;
