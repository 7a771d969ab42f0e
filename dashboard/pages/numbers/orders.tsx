import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../../api/accounts.ts';
import { rowsOf } from '../../api/paged.ts';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { Radio } from '../../components/radio.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { statusWords } from '../../format/status-words.ts';
import { KIND_WORDS, orderColumns } from './order-columns.tsx';
import { ordersQuery, resolveOrder, type Order } from './queries.ts';
import { ORDER_STATES, type NumbersSearch } from './search.ts';

const FILTERS: readonly FilterSpec[] = [
  {
    kind: 'one',
    name: 'state',
    label: 'State',
    options: ORDER_STATES.map((value) => ({ value, label: statusWords('order', value).words })),
  },
];

/** What was ordered at providers; those without a known end wait for a person. */
export function Orders({ search, accounts }: { search: NumbersSearch; accounts: readonly Account[] }) {
  const query = useInfiniteQuery(ordersQuery(search.state));
  const { missing } = useScope('accounts:write');
  const [open, setOpen] = useState<Order | null>(null);
  const rows = rowsOf(query.data);
  const unknown = rows?.filter(({ state }) => state === 'unknown').length ?? 0;
  if (query.isError && rows === undefined) {
    return <ErrorState what="The orders" error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      {unknown > 0 && (
        <div className="mb-4">
          <Callout tone="warning" title={`${plural(unknown, 'order has', 'orders have')} no known end`}>
            The provider did not say whether it happened. Nothing is ordered again by itself, and no further order of
            this kind goes out before you say what became of it. Look at the provider first.
          </Callout>
        </div>
      )}
      <FilterBar filters={FILTERS} search={{ state: search.state }} />
      <DataTable
        caption="Orders"
        columns={orderColumns({
          accountName: (id) => accounts.find((one) => one.id === id)?.name ?? 'an account',
          resolve: (order) => (
            <Button size="sm" missing={missing} onClick={() => setOpen(order)}>
              Resolve
            </Button>
          ),
        })}
        rows={rows}
        rowKey={({ id }) => id}
        dimmed={query.isPlaceholderData}
        hasMore={query.hasNextPage}
        onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        empty={
          <EmptyState title={search.state === undefined ? 'Nothing was ordered yet' : 'No order of this state'}>
            Numbers that are ordered or given back and credit that is bought stand here with what the provider said.
          </EmptyState>
        }
      />
      {open !== null && <ResolveDialog order={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function ResolveDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const client = useQueryClient();
  const [happened, setHappened] = useState<'yes' | 'no'>('no');
  const resolve = async (reason: string): Promise<void> => {
    await resolveOrder(order.id, { happened: happened === 'yes', reason });
    for (const key of ['orders', 'numbers', 'balances', 'ledger']) void client.invalidateQueries({ queryKey: [key] });
    toast({
      title: 'The order is resolved',
      detail: happened === 'yes' ? 'Sync the numbers of the account to see it.' : undefined,
    });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(is) => !is && onClose()}
      title={`What became of it: ${KIND_WORDS[order.kind].toLowerCase()}?`}
      confirm={happened === 'yes' ? 'It happened' : 'It did not happen'}
      reason="required"
      onConfirm={resolve}
    >
      <p className="mb-3">Look at the provider's own page first. What you say here is taken as true.</p>
      <Radio
        label="What became of it"
        value={happened}
        onChange={setHappened}
        options={[
          { value: 'no', label: 'It did not happen', hint: 'It may be ordered again.' },
          {
            value: 'yes',
            label: 'It happened',
            hint: 'Credit that was bought is booked; numbers come with the next sync.',
          },
        ]}
      />
    </ConfirmDialog>
  );
}
