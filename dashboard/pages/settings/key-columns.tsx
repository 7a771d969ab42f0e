import { Button } from '../../components/button.tsx';
import { Copyable } from '../../components/copyable.tsx';
import { Pill } from '../../components/pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import type { Key } from './queries.ts';

export const keyState = ({ revokedAt, expiresAt }: Key, nowMs: number): 'active' | 'revoked' | 'expired' => {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? 'expired' : 'active';
};

interface KeyColumns {
  nowMs: number;
  missing: string | undefined;
  onRevoke: (key: Key) => void;
}

export const keyColumns = ({ nowMs, missing, onRevoke }: KeyColumns): Column<Key>[] => [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(5rem,1.2fr)',
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    id: 'id',
    header: 'Id',
    width: '9.5rem',
    from: 'md',
    cell: ({ publicId }) => <Copyable value={publicId} label="key id" />,
  },
  {
    id: 'scopes',
    header: 'May',
    width: 'minmax(8rem,2fr)',
    from: 'sm',
    cell: ({ scopes }) => <span className="text-muted">{scopes.join(', ')}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '6.5rem',
    cell: (key) => {
      const state = keyState(key, nowMs);
      return (
        <Pill tone={state === 'active' ? 'done' : 'neutral'} size="sm">
          {state === 'active' ? 'Works' : state === 'revoked' ? 'Revoked' : 'Expired'}
        </Pill>
      );
    },
  },
  {
    id: 'expires',
    header: 'Until',
    width: '8rem',
    from: 'lg',
    cell: ({ expiresAt }) =>
      expiresAt === null ? <span className="text-subtle">no end</span> : <Time at={expiresAt} />,
  },
  {
    id: 'used',
    header: 'Last used',
    width: '8rem',
    from: 'md',
    cell: ({ lastUsedAt }) =>
      lastUsedAt === null ? <span className="text-subtle">never</span> : <Time at={lastUsedAt} as="relative" />,
  },
  {
    id: 'do',
    header: 'Actions',
    width: '6rem',
    align: 'end',
    cell: (key) =>
      key.revokedAt === null ? (
        <Button size="sm" kind="danger-quiet" missing={missing} onClick={() => onRevoke(key)}>
          Revoke
        </Button>
      ) : null,
  },
];
