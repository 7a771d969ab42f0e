import type { ReactNode } from 'react';
import { Pill } from '../../components/pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import type { Tone } from '../../components/tone.ts';
import type { User } from './queries.ts';
import { roleWords } from './user-words.ts';

const STATES: Readonly<Record<User['state'], readonly [Tone, string]>> = {
  invited: ['waiting', 'Invited'],
  active: ['done', 'Active'],
  disabled: ['suppressed', 'Disabled'],
};

interface UserColumns {
  self: string;
  menu: (user: User) => ReactNode;
}

export const userColumns = ({ self, menu }: UserColumns): Column<User>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(9rem,1.6fr)',
    cell: ({ id, name, email }) => (
      <>
        <span className="block truncate font-medium">
          {name}
          {id === self && <span className="ml-1.5 font-normal text-subtle">you</span>}
        </span>
        <span className="block truncate text-sm text-subtle">{email}</span>
      </>
    ),
  },
  { id: 'role', header: 'Role', width: '8rem', cell: ({ role }) => roleWords(role) },
  {
    id: 'state',
    header: 'State',
    width: 'minmax(7rem,1fr)',
    from: 'sm',
    cell: ({ state, linkExpiresAt }) => (
      <>
        <Pill tone={STATES[state][0]} size="sm">
          {STATES[state][1]}
        </Pill>
        {state === 'invited' && (
          <span className="block truncate text-xs text-subtle">
            {linkExpiresAt === null ? (
              'the link has expired'
            ) : (
              <>
                the link works until <Time at={linkExpiresAt} />
              </>
            )}
          </span>
        )}
      </>
    ),
  },
  {
    id: 'seen',
    header: 'Last seen',
    width: '8rem',
    from: 'md',
    cell: ({ lastSeenAt }) =>
      lastSeenAt === null ? <span className="text-subtle">never</span> : <Time at={lastSeenAt} as="relative" />,
  },
  { id: 'since', header: 'Added', width: '8rem', from: 'lg', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'do', header: 'Actions', width: '4.5rem', align: 'end', cell: menu },
];
