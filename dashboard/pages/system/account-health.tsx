import { useScope } from '../../app/session/use-session.ts';
import { useAct } from '../../app/use-act.ts';
import { send } from '../../api/client.ts';
import type { SystemHealth } from '../../api/system.ts';
import { Button } from '../../components/button.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { Money } from '../../components/money.tsx';
import { Pill } from '../../components/pill.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Time } from '../../components/time.tsx';
import { plural } from '../../format/number.ts';

type Account = SystemHealth['accounts'][number];

/** Every account at a provider, with its breaker: whether it is tried, and when again. */
export const AccountHealth = ({ accounts }: { accounts: readonly Account[] }) => (
  <section>
    <div className="mb-3 flex items-center justify-between gap-4">
      <h2 className="text-lg font-semibold">Accounts at providers</h2>
      <LinkButton size="sm" kind="ghost" to="/settings/accounts">
        Settings
      </LinkButton>
    </div>
    {accounts.length === 0 ? (
      <p className="rounded-lg border border-dashed border-line-strong px-4 py-6 text-center text-muted">
        No account yet: nothing can be dialled before there is one.
      </p>
    ) : (
      <ul aria-label="Accounts" className="grid gap-4 md:grid-cols-2">
        {accounts.map((account) => (
          <AccountCard key={account.id} account={account} />
        ))}
      </ul>
    )}
  </section>
);

const CALLBACKS = {
  registered: 'Callbacks come',
  polling: 'Results are asked for: no callbacks',
  silent: 'Callbacks do not come, results are asked for',
} as const;

function AccountCard({ account }: { account: Account }) {
  const { id, name, provider, mode, breaker, reason, since, resumeAt, stoppedAt, stoppedReason } = account;
  const { missing } = useScope('accounts:write');
  const resuming = useAct({
    run: () =>
      send<{ wokenRuns: number }>('POST', '/accounts/:accountId/resume', { params: { accountId: id }, body: {} }),
    failed: `${name} is not resumed`,
    stale: [['system'], ['accounts']],
    done: ({ wokenRuns }) => ({
      title: `${name} dials again`,
      detail: `${plural(wokenRuns, 'run goes', 'runs go')} on.`,
    }),
  });
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 flex-1 font-semibold break-words">{name}</h3>
        {stoppedAt === null ? (
          <StatusPill kind="breaker" state={breaker} />
        ) : (
          <Pill tone="final" size="sm">
            Stopped
          </Pill>
        )}
        <Pill tone={mode === 'LIVE' ? 'warning' : 'neutral'} size="sm" icon={false}>
          {mode === 'LIVE' ? 'Live' : 'Simulated'}
        </Pill>
      </div>
      {stoppedAt !== null && (
        <p data-tone="final" className="text-tone-fg">
          Stopped by hand <Time at={stoppedAt} as="both" />
          {stoppedReason === null ? '.' : `: ${stoppedReason}`}
        </p>
      )}
      {breaker !== 'closed' && (
        <div data-tone={breaker === 'open' ? 'final' : 'paused'} className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 text-tone-fg">
            {breaker === 'open' ? 'No attempt goes out' : 'One attempt at a time is tried'}
            {reason === null ? '' : `: ${reason.replaceAll('_', ' ')}`}
            {since !== null && (
              <>
                , since <Time at={since} />
              </>
            )}
            .{' '}
            {resumeAt === null ? (
              'A person has to see to it.'
            ) : (
              <>
                Tried again <Time at={resumeAt} as="both" />.
              </>
            )}
          </p>
          <Button size="sm" missing={missing} busy={resuming.isPending} onClick={() => resuming.mutate()}>
            Resume now
          </Button>
        </div>
      )}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3">
        <Fact label="Provider">{provider}</Fact>
        <Fact label="Available">
          <Money micros={account.balanceMicros} currency={account.currency} />
        </Fact>
        <Fact label="Answers within">
          {account.latencyP50Ms === null
            ? 'nothing sent lately'
            : `${account.latencyP50Ms} ms, 95 % ${account.latencyP95Ms ?? '–'} ms`}
        </Fact>
        <div className="col-span-full">
          <dt className="sr-only">Callbacks</dt>
          <dd
            data-tone={account.callbacks === 'silent' ? 'warning' : undefined}
            className={account.callbacks === 'silent' ? 'text-tone-fg' : 'text-muted'}
          >
            {CALLBACKS[account.callbacks]}
            {account.lastCallbackAt !== null && (
              <>
                , the last one <Time at={account.lastCallbackAt} as="relative" />
              </>
            )}
            .
          </dd>
        </div>
      </dl>
    </li>
  );
}

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-xs text-subtle">{label}</dt>
    <dd>{children}</dd>
  </div>
);
