import { Hourglass, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { useAct } from '../../app/use-act.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Money } from '../../components/money.tsx';
import { Progress } from '../../components/progress.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { isLow } from './low.ts';
import { syncBalance, type Balance } from './queries.ts';

interface AccountCardsProps {
  accounts: readonly Balance[];
  picked: string | undefined;
  onTopUp: (accountId: string) => void;
}

/** What each account has, holds and spends, and how long it lasts. */
export const AccountCards = ({ accounts, picked, onTopUp }: AccountCardsProps) => (
  <ul aria-label="Accounts" className="mb-6 grid gap-4 lg:grid-cols-2 2xl:grid-cols-3">
    {accounts.map((account) => (
      <AccountCard key={account.id} account={account} isPicked={account.id === picked} onTopUp={onTopUp} />
    ))}
  </ul>
);

interface AccountCardProps {
  account: Balance;
  isPicked: boolean;
  onTopUp: (accountId: string) => void;
}

function AccountCard({ account, isPicked, onTopUp }: AccountCardProps) {
  const { id, name, currency, freeMicros, heldMicros, spentMicros, spentTodayMicros, dailyCapMicros } = account;
  const patch = usePatchSearch();
  const { missing } = useScope('credits:write');
  const low = isLow(account);
  return (
    <li className={`rounded-lg border bg-surface p-4 ${isPicked ? 'border-accent' : 'border-line'}`}>
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h2 className="min-w-0 font-semibold break-words">{name}</h2>
        <span className="flex gap-1">
          <Button
            kind="ghost"
            size="sm"
            aria-pressed={isPicked}
            onClick={() => patch({ account: isPicked ? undefined : id, budget: undefined })}
          >
            {isPicked ? 'All lines' : 'Its lines'}
          </Button>
          <Button size="sm" missing={missing} onClick={() => onTopUp(id)}>
            Top up
          </Button>
        </span>
      </div>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2" data-tone={low ? 'warning' : undefined}>
        <span className={`text-2xl font-semibold tracking-tight ${low ? 'text-tone-fg' : ''}`}>
          {money(freeMicros, currency)}
        </span>
        <span className="text-muted">available</span>
      </p>
      <p className="mt-0.5 text-sm text-muted">
        <Hourglass aria-hidden size={13} className="mr-1.5 inline align-[-2px] text-subtle" />
        {account.forecast === null ? 'Nothing was spent in the last hour.' : sentence(account.forecast.words)}
        {account.forecast !== null && (
          <span className="text-subtle"> {money(inCents(account.forecast.perHourMicros), currency)} an hour</span>
        )}
      </p>
      <dl className="mt-3 grid grid-cols-3 gap-3 border-t border-line pt-3 text-sm">
        <Figure
          label={
            <button
              type="button"
              className="link"
              onClick={() => patch({ account: id, budget: undefined, kind: 'hold', attempt: undefined })}
            >
              Held for calls
            </button>
          }
          micros={heldMicros}
          currency={currency}
        />
        <Figure label="Spent today, UTC" micros={spentTodayMicros} currency={currency} />
        <Figure label="Spent in all" micros={spentMicros} currency={currency} />
      </dl>
      <div className="mt-3">
        {dailyCapMicros === null ? (
          <p className="text-sm text-subtle">No daily cap.</p>
        ) : (
          <Progress
            label="Daily cap"
            value={spentTodayMicros + heldMicros}
            max={dailyCapMicros}
            words={`${money(spentTodayMicros + heldMicros, currency)} of ${money(dailyCapMicros, currency)}`}
          />
        )}
      </div>
      <AtProvider account={account} missing={missing} />
    </li>
  );
}

/** A rate is no exact amount. */
const inCents = (micros: number): number => Math.round(micros / 10_000) * 10_000;
const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

const Figure = ({ label, micros, currency }: { label: ReactNode; micros: number; currency: string }) => (
  <div className="min-w-0">
    <dt className="text-xs text-subtle">{label}</dt>
    <dd className="font-medium">
      <Money micros={micros} currency={currency} />
    </dd>
  </div>
);

function AtProvider({ account, missing }: { account: Balance; missing: string | undefined }) {
  const { id, name, currency, providerBalanceMicros, providerBalanceAt } = account;
  const reading = useAct({
    run: () => syncBalance(id),
    failed: `${name}: the balance was not read`,
    stale: [['balances']],
    done: ({ providerBalanceMicros: told }) => ({
      title:
        told === null
          ? `The provider of ${name} tells no balance`
          : `${name}: ${money(told, currency)} at the provider`,
    }),
  });
  return (
    <div className="mt-3 flex items-center gap-1 text-sm text-subtle">
      <p>
        {providerBalanceMicros === null ? (
          'The provider has told no balance.'
        ) : (
          <>
            At the provider <Money micros={providerBalanceMicros} currency={currency} />,{' '}
            <Time at={providerBalanceAt} as="both" />
          </>
        )}
      </p>
      <IconButton
        size="sm"
        label="Ask the provider now"
        icon={<RefreshCw size={13} />}
        busy={reading.isPending}
        missing={missing}
        onClick={() => reading.mutate()}
      />
    </div>
  );
}
