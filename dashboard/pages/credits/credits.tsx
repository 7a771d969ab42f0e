import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MoreHorizontal, Plus, SlidersHorizontal, Wallet } from 'lucide-react';
import { useState } from 'react';
import { balancesQuery } from '../../api/system.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useLiveTopic } from '../../live/use-live.ts';
import { AccountCards } from './account-cards.tsx';
import { creditsCommand } from './credits-command.ts';
import { Budgets } from './budgets.tsx';
import { Entries } from './entries.tsx';
import { AdjustDialog, TopUpDialog } from './move-dialogs.tsx';
import { LedgerSum, LowBalances } from './notices.tsx';
import type { CreditsSearch } from './search.ts';

const route = getRouteApi('/app/credits');

/** What there is, how long it lasts, and every line that says why (R12). */
export function CreditsPage() {
  const { account, budget, campaign, kind, attempt } = route.useSearch();
  const search: CreditsSearch = { account, budget, campaign, kind, attempt };
  useLiveTopic('credits');
  const query = useQuery(balancesQuery);
  const { missing } = useScope('credits:write');
  const [open, setOpen] = useState<{ what: 'topup' | 'adjust'; accountId?: string } | null>(null);
  const accounts = query.data?.items.filter(({ owner }) => owner === 'account') ?? [];
  useShortcut('t', 'Top up', () => setOpen({ what: 'topup' }), missing === undefined && accounts.length > 0);
  return (
    <>
      <PageHeader
        title="Credits"
        actions={
          <>
            <AsCommand {...creditsCommand(search)} />
            <Menu
              trigger={<Button icon={<MoreHorizontal aria-hidden size={14} />}>More</Button>}
              groups={[
                {
                  items: [
                    {
                      label: 'Adjust the ledger',
                      icon: <SlidersHorizontal size={14} />,
                      missing,
                      onSelect: () => setOpen({ what: 'adjust' }),
                    },
                  ],
                },
              ]}
            />
            <Button
              kind="primary"
              icon={<Plus aria-hidden size={14} />}
              missing={missing ?? (accounts.length === 0 ? 'There is no account yet.' : undefined)}
              onClick={() => setOpen({ what: 'topup', ...(account === undefined ? {} : { accountId: account }) })}
            >
              Top up
            </Button>
          </>
        }
      >
        What every account has and holds, and each line that says why.
      </PageHeader>
      <QueryView
        query={query}
        what="The balances"
        works="dialing goes on within the credit that there is"
        skeleton={<Loading />}
      >
        {({ items }) => (
          <>
            <div className="mb-5 flex flex-col gap-3 empty:hidden">
              <LowBalances
                accounts={accounts}
                missing={missing}
                onTopUp={(accountId) => setOpen({ what: 'topup', accountId })}
              />
              {accounts.length > 0 && <LedgerSum balances={items} />}
            </div>
            {accounts.length === 0 ? (
              <NoAccounts />
            ) : (
              <>
                <AccountCards
                  accounts={accounts}
                  picked={account}
                  onTopUp={(accountId) => setOpen({ what: 'topup', accountId })}
                />
                {items.length > accounts.length && (
                  <Budgets budgets={items.filter(({ owner }) => owner === 'campaign')} />
                )}
                <Entries search={search} balances={items} />
              </>
            )}
          </>
        )}
      </QueryView>
      {open?.what === 'topup' && (
        <TopUpDialog accounts={accounts} accountId={open.accountId} onClose={() => setOpen(null)} />
      )}
      {open?.what === 'adjust' && (
        <AdjustDialog accounts={accounts} accountId={account} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

const NoAccounts = () => (
  <EmptyState
    title="No account yet"
    icon={<Wallet size={18} />}
    action={
      <LinkButton kind="primary" to="/settings/accounts">
        Add an account
      </LinkButton>
    }
  >
    Credit belongs to an account at a provider. Add one, then top it up.
  </EmptyState>
);

const Loading = () => (
  <div role="status" aria-label="Loading" className="flex flex-col gap-6">
    <div className="grid gap-4 lg:grid-cols-2 2xl:grid-cols-3">
      <Skeleton className="h-56 w-full" />
      <Skeleton className="h-56 w-full" />
    </div>
    <Skeleton className="h-105 w-full" />
  </div>
);
