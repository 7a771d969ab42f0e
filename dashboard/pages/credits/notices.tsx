import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Money } from '../../components/money.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { plural } from '../../format/number.ts';
import { isLow } from './low.ts';
import { checkQuery, type Balance } from './queries.ts';

/** "Balance = sum of its lines": a quiet line while it is true, a red banner when it is not. It repairs nothing (R12). */
export function LedgerSum({ balances }: { balances: readonly Balance[] }) {
  const { data, isError, error, isFetching, refetch } = useQuery(checkQuery);
  if (data === undefined) {
    return (
      <p className="text-sm text-subtle" role="status">
        {isError ? `Balances could not be compared with their lines: ${error.message}` : 'Adding up every line …'}
      </p>
    );
  }
  const again = (
    <button type="button" className="link" disabled={isFetching} onClick={() => void refetch()}>
      {isFetching ? 'Adding up …' : 'Add up again'}
    </button>
  );
  if (data.ok) {
    return (
      <p data-tone="success" className="text-sm text-muted">
        <CircleCheck aria-hidden size={14} className="mr-1.5 inline align-[-2px] text-tone-fg" />
        Every balance is the sum of its lines: {plural(data.purses, 'purse')} added up{' '}
        <Time at={data.at} as="relative" />. {again}
      </p>
    );
  }
  const currencyOf = (id: string): string => balances.find((one) => one.id === id)?.currency ?? '';
  return (
    <Callout
      tone="danger"
      title={`${plural(data.differing.length, 'balance is', 'balances are')} not the sum of its lines`}
      actions={
        <Button size="sm" busy={isFetching} onClick={() => void refetch()}>
          Add up again
        </Button>
      }
    >
      <p>
        Nothing was changed by this page. Do not adjust before you know why: export the lines, then run{' '}
        <code className="font-mono text-sm">outdial doctor</code>.
      </p>
      <ul className="mt-2 flex flex-col gap-1">
        {data.differing.map((one) => (
          <li key={`${one.id} ${one.purse}`}>
            <strong>{one.name}</strong>, {one.purse}: balance{' '}
            <Money micros={one.balanceMicros} currency={currencyOf(one.id)} />, lines{' '}
            <Money micros={one.linesMicros} currency={currencyOf(one.id)} />, apart by{' '}
            <Money micros={one.differenceMicros} currency={currencyOf(one.id)} strong />
          </li>
        ))}
      </ul>
    </Callout>
  );
}

interface LowBalancesProps {
  accounts: readonly Balance[];
  missing: string | undefined;
  onTopUp: (accountId: string) => void;
}

/** Accounts that are used up, or soon will be. */
export function LowBalances({ accounts, missing, onTopUp }: LowBalancesProps) {
  return (
    <>
      {accounts.filter(isLow).map((account) => (
        <Callout
          key={account.id}
          tone="warning"
          title={
            account.freeMicros <= 0
              ? `${account.name} is used up`
              : `${account.name}: ${account.forecast?.words ?? 'little is left'}`
          }
          actions={
            <Button size="sm" missing={missing} onClick={() => onTopUp(account.id)}>
              Top up
            </Button>
          }
        >
          {money(Math.max(0, account.freeMicros), account.currency)} can be used. When it is gone, calls and texts of
          this account wait; nobody is lost, and they go on by themselves as soon as there is credit.
        </Callout>
      ))}
    </>
  );
}
