import { useState, type ReactNode } from 'react';
import type { Account } from '../../api/accounts.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useAct } from '../../app/use-act.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Money } from '../../components/money.tsx';
import { Time } from '../../components/time.tsx';
import { money } from '../../format/money.ts';
import { count } from '../../format/number.ts';
import { AccountBrakes } from './account-brakes.tsx';
import { AccountLimits } from './account-limits.tsx';
import { AccountPaces } from './account-paces.tsx';
import { AccountState } from './account-state.tsx';
import { checkAccount, registerCallbacks } from './queries.ts';
import { RotateKeyDialog } from './rotate-key-dialog.tsx';

/** One account: whether it works, what holds it back, and its limits. */
export function AccountDrawer({ account }: { account: Account }) {
  const { id, name, provider, mode, baseUrl, currency, callbacks } = account;
  const patch = usePatchSearch();
  const { missing } = useScope('accounts:write');
  const [isRotating, setRotating] = useState(false);
  const checking = useAct({
    run: () => checkAccount(id),
    failed: `${name} does not answer as it should`,
    stale: [['accounts'], ['balances']],
    done: ({ providerBalanceMicros: told }) => ({
      title: `${name} works`,
      detail: told === null ? 'The key is right.' : `The key is right; ${money(told, currency)} at the provider.`,
    }),
  });
  const registering = useAct({
    run: () => registerCallbacks(id),
    failed: 'Callbacks are not registered',
    stale: [['accounts'], ['system']],
    done: ({ url }) => ({
      title: 'Callbacks are registered',
      detail: `The provider tells ${new URL(url).origin} what happens.`,
    }),
  });
  return (
    <Drawer
      width="lg"
      title={name}
      status={<AccountState account={account} />}
      onClose={() => patch({ account: undefined })}
    >
      <div className="flex flex-col gap-6">
        <AccountBrakes account={account} />
        <div className="flex flex-wrap gap-2">
          <Button size="sm" missing={missing} busy={checking.isPending} onClick={() => checking.mutate()}>
            Check
          </Button>
          <Button size="sm" missing={missing} busy={registering.isPending} onClick={() => registering.mutate()}>
            {callbacks === 'registered' ? 'Register callbacks again' : 'Register callbacks'}
          </Button>
          <Button size="sm" missing={missing} onClick={() => setRotating(true)}>
            Rotate key
          </Button>
          <LinkButton size="sm" to="/numbers" search={{ account: id }}>
            Its numbers
          </LinkButton>
          <LinkButton size="sm" to="/credits" search={{ account: id }}>
            Its ledger
          </LinkButton>
        </div>
        <KeyValue
          items={[
            ['Provider', provider],
            ['Mode', mode === 'LIVE' ? 'Live: it reaches people' : 'Simulated, for life: it never reaches a person'],
            [
              'Address',
              <span key="url" className="font-mono text-sm break-all">
                {baseUrl}
              </span>,
            ],
            [
              'Results',
              callbacks === 'registered'
                ? 'The provider calls back'
                : 'Asked for: no callbacks are registered, so they come later',
            ],
            ['A minute of a call', <Money key="call" micros={account.callMicrosPerMinute} currency={currency} />],
            ['A text', <Money key="sms" micros={account.smsMicros} currency={currency} />],
            ['Longest call', `${count(account.maxCallMinutes)} min`],
            ['Held back by the provider', `at most ${count(account.providerQueueSeconds)} s before it rings`],
            ['Added', <Time key="at" at={account.createdAt} as="both" />],
            ['Id', <CopyableId key="id" id={id} label="account id" />],
          ]}
        />
        <Part title="Limits">
          <AccountLimits account={account} missing={missing} />
        </Part>
        <Part title="Pace">
          <AccountPaces account={account} missing={missing} />
        </Part>
      </div>
      {isRotating && <RotateKeyDialog account={account} onClose={() => setRotating(false)} />}
    </Drawer>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="rounded-lg border border-line p-4">
    <h3 className="mb-3 font-semibold">{title}</h3>
    {children}
  </section>
);
