import type { Group } from './queries.ts';

/** Whether this person looks after the group, `me`: whoever is signed in, `none`: nobody does. Pure. */
export function isLookedAfterBy({ assignments }: Pick<Group, 'assignments'>, assignee: string, me: string): boolean {
  if (assignee === 'none') return assignments.length === 0;
  const wanted = assignee === 'me' ? me : assignee;
  return assignments.some(({ user }) => user.id === wanted);
}
