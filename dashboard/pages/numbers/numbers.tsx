import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { accountsQuery } from '../../api/accounts.ts';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useAct } from '../../app/use-act.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { Menu } from '../../components/menu.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { count, plural } from '../../format/number.ts';
import { NumberList } from './number-list.tsx';
import { OrderDialog } from './order-dialog.tsx';
import { Orders } from './orders.tsx';
import { ordersQuery, syncNumbers } from './queries.ts';
import type { NumbersSearch } from './search.ts';

const route = getRouteApi('/app/numbers');

/** The numbers that calls and texts come from. */
export function NumbersPage() {
  const { tab, q, account, released, number, state } = route.useSearch();
  const search: NumbersSearch = { tab, q, account, released, number, state };
  const accounts = useQuery(accountsQuery).data?.items ?? [];
  const unknown = rowsOf(useInfiniteQuery(ordersQuery('unknown')).data)?.length ?? 0;
  const { missing } = useScope('accounts:write');
  const [open, setOpen] = useState(false);
  const cannot = missing ?? (accounts.length === 0 ? 'There is no account yet.' : undefined);
  const syncing = useAct({
    run: (accountId: string) => syncNumbers(accountId),
    failed: 'The numbers were not read',
    stale: [['numbers']],
    done: ({ active, released: gone }) => ({
      title: `${plural(active, 'number')} at the provider`,
      detail: gone > 0 ? `${count(gone)} no longer there.` : undefined,
    }),
  });
  useShortcut('o', 'Order a number', () => setOpen(true), cannot === undefined);
  return (
    <>
      <PageHeader
        title="Numbers"
        actions={
          <>
            <AsCommand
              call={{ method: 'GET', address: addressOf('/numbers') }}
              cli={`outdial numbers list${released ? ' --released' : ''}`}
            />
            <Menu
              trigger={
                <Button icon={<RefreshCw aria-hidden size={14} />} busy={syncing.isPending} missing={cannot}>
                  Sync
                </Button>
              }
              groups={[
                {
                  label: 'Read the numbers from the provider',
                  items: accounts.map(({ id, name }) => ({ label: name, onSelect: () => syncing.mutate(id) })),
                },
              ]}
            />
            <Button kind="primary" icon={<Plus aria-hidden size={14} />} missing={cannot} onClick={() => setOpen(true)}>
              Order a number
            </Button>
          </>
        }
      >
        From which calls and texts go out, and to which people call back.
      </PageHeader>
      <Tabs
        label="Numbers"
        value={tab}
        tabs={[
          { value: 'numbers', label: 'Numbers', content: <NumberList search={search} accounts={accounts} /> },
          {
            value: 'orders',
            label: 'Orders',
            ...(unknown > 0 ? { count: `${count(unknown)} unknown` } : {}),
            content: <Orders search={search} accounts={accounts} />,
          },
        ]}
      />
      {open && <OrderDialog accounts={accounts} onClose={() => setOpen(false)} />}
    </>
  );
}
