import { UserX } from 'lucide-react';
import { initialsOf } from './initials.ts';
import type { Assignment } from './queries.ts';

/** Who looks after something: initials and the name. One who cannot sign in any more is marked in words. */
export function PersonMark({ user, note }: Pick<Assignment, 'user' | 'note'>) {
  const title = [
    user.email,
    ...(user.disabled ? ['disabled: somebody else has to take over'] : []),
    ...(note ? [note] : []),
  ];
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5" title={title.join('\n')}>
      <span
        aria-hidden
        className="grid size-5.5 shrink-0 place-items-center rounded-full bg-accent-soft text-[0.625rem] font-semibold text-accent-text"
      >
        {user.disabled ? <UserX size={12} /> : initialsOf(user.name)}
      </span>
      <span className="min-w-0 truncate text-sm">
        {user.name}
        {user.disabled && <span className="text-subtle"> (disabled)</span>}
      </span>
    </span>
  );
}
