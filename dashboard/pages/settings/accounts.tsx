import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { PhoneCall, Plus } from 'lucide-react';
import { useState } from 'react';
import { accountsQuery, type Account } from '../../api/accounts.ts';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Money } from '../../components/money.tsx';
import { Pill } from '../../components/pill.tsx';
import { QueryView } from '../../components/query-view.tsx';
import type { Column } from '../../components/table-column.ts';
import { count } from '../../format/number.ts';
import { AccountDrawer } from './account-drawer.tsx';
import { AccountState } from './account-state.tsx';
import { AddAccountDialog } from './add-account-dialog.tsx';
import { SectionHead } from './section-head.tsx';

const route = getRouteApi('/app/settings/accounts');

const COLUMNS: readonly Column<Account>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(9rem,2fr)',
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  { id: 'provider', header: 'Provider', width: '7.5rem', from: 'md', cell: ({ provider }) => provider },
  {
    id: 'mode',
    header: 'Mode',
    width: '6.5rem',
    from: 'sm',
    cell: ({ mode }) => (
      <Pill tone={mode === 'LIVE' ? 'warning' : 'neutral'} size="sm" icon={false}>
        {mode === 'LIVE' ? 'Live' : 'Simulated'}
      </Pill>
    ),
  },
  { id: 'state', header: 'State', width: '8rem', cell: (account) => <AccountState account={account} /> },
  {
    id: 'calls',
    header: 'Calls now',
    width: '7rem',
    align: 'end',
    from: 'md',
    cell: ({ liveCalls, maxConcurrentCalls }) => `${count(liveCalls)} of ${count(maxConcurrentCalls)}`,
  },
  {
    id: 'minute',
    header: 'A minute',
    width: '6rem',
    align: 'end',
    from: 'lg',
    cell: ({ callMicrosPerMinute, currency }) => <Money micros={callMicrosPerMinute} currency={currency} />,
  },
  {
    id: 'text',
    header: 'A text',
    width: '6rem',
    align: 'end',
    from: 'lg',
    cell: ({ smsMicros, currency }) => <Money micros={smsMicros} currency={currency} />,
  },
  {
    id: 'cap',
    header: 'Daily cap',
    width: '7rem',
    align: 'end',
    from: 'lg',
    cell: ({ dailyCapMicros, currency }) => <Money micros={dailyCapMicros} currency={currency} />,
  },
];

/** Accounts at providers: through them everything is dialled. */
export function AccountsSettings() {
  const { account: openId } = route.useSearch();
  const patch = usePatchSearch();
  const query = useQuery({ ...accountsQuery, refetchInterval: 10_000 });
  const { missing } = useScope('accounts:write');
  const [isAdding, setAdding] = useState(false);
  const open = query.data?.items.find(({ id }) => id === openId);
  const add = (
    <Button kind="primary" icon={<Plus aria-hidden size={14} />} missing={missing} onClick={() => setAdding(true)}>
      Add an account
    </Button>
  );
  return (
    <>
      <SectionHead
        title="Accounts at providers"
        actions={
          <>
            <AsCommand call={{ method: 'GET', address: addressOf('/accounts') }} cli="outdial accounts list" />
            {add}
          </>
        }
      >
        Each has its key, its numbers, its credit and its limits.
      </SectionHead>
      <QueryView query={query} what="The accounts" works="dialing">
        {({ items }) => (
          <DataTable
            caption="Accounts"
            columns={COLUMNS}
            rows={items}
            rowKey={({ id }) => id}
            onOpen={({ id }) => patch({ account: id }, { push: true })}
            openKey={openId}
            empty={
              <EmptyState title="No account yet" icon={<PhoneCall size={18} />} action={add}>
                Add one at Cartesia for calls or at AgentNumber for calls and texts. A simulated one never reaches a
                person.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {open !== undefined && <AccountDrawer key={open.id} account={open} />}
      {isAdding && <AddAccountDialog onClose={() => setAdding(false)} />}
    </>
  );
}
