import type { ReactNode } from 'react';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { actorWords } from '../failures/actor-words.ts';
import type { Order } from './queries.ts';

export const KIND_WORDS: Readonly<Record<Order['kind'], string>> = {
  number: 'Order a number',
  credit: 'Buy credit',
  release: 'Give a number back',
};

interface OrderColumns {
  accountName: (id: string) => string;
  resolve: (order: Order) => ReactNode;
}

export const orderColumns = ({ accountName, resolve }: OrderColumns): Column<Order>[] => [
  { id: 'at', header: 'When', width: '8rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
  { id: 'kind', header: 'What', width: 'minmax(8rem,1fr)', cell: ({ kind }) => KIND_WORDS[kind] },
  {
    id: 'account',
    header: 'Account',
    width: 'minmax(8rem,1.2fr)',
    from: 'md',
    cell: ({ accountId }) => accountName(accountId),
  },
  { id: 'state', header: 'State', width: '7rem', cell: ({ state }) => <StatusPill kind="order" state={state} /> },
  {
    id: 'said',
    header: 'What the provider said',
    width: 'minmax(8rem,2fr)',
    from: 'lg',
    cell: ({ result }) => <span className="text-muted">{saidIn(result)}</span>,
  },
  { id: 'by', header: 'By', width: 'minmax(7rem,1fr)', from: 'lg', cell: ({ createdBy }) => actorWords(createdBy) },
  {
    id: 'do',
    header: 'Actions',
    width: '6.5rem',
    align: 'end',
    cell: (order) => (order.state === 'unknown' ? resolve(order) : <span className="text-subtle">–</span>),
  },
];

function saidIn(result: Order['result']): string {
  const said = result?.['message'] ?? result?.['phone'] ?? result?.['providerRef'];
  return typeof said === 'string' ? said : '–';
}
