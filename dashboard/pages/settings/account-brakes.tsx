import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../../api/accounts.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useAct } from '../../app/use-act.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { resumeAccount, startAccount, stopAccount } from './queries.ts';

const STALE = [['accounts'], ['system'], ['campaigns']] as const;
const goesOn = ({ wokenRuns }: { wokenRuns: number }) => `${plural(wokenRuns, 'run goes', 'runs go')} on.`;

/** What stops the account, and what lets it go on. */
export function AccountBrakes({ account }: { account: Account }) {
  const { id, name, stoppedAt, stoppedReason, breaker, liveCalls } = account;
  const client = useQueryClient();
  const { missing } = useScope('accounts:write');
  const [open, setOpen] = useState(false);
  const starting = useAct({
    run: () => startAccount(id),
    failed: `${name} is not started`,
    stale: STALE,
    done: (done) => ({ title: `${name} dials again`, detail: goesOn(done) }),
  });
  const resuming = useAct({
    run: () => resumeAccount(id),
    failed: `${name} is not resumed`,
    stale: STALE,
    done: (done) => ({ title: `${name} is tried again`, detail: goesOn(done) }),
  });
  const stop = async (reason: string): Promise<void> => {
    const { inFlight, mayStillBegin } = await stopAccount(id, reason);
    for (const queryKey of STALE) void client.invalidateQueries({ queryKey });
    const left = inFlight + mayStillBegin;
    toast({
      title: `${name} is stopped`,
      detail:
        left === 0
          ? 'Nothing of it is under way.'
          : `${plural(left, 'call or text', 'calls and texts')} under way will finish.`,
      undo: () => starting.mutate(),
    });
  };
  return (
    <div className="flex flex-col gap-3">
      {breaker.state !== 'closed' && (
        <Callout
          tone={breaker.state === 'open' ? 'danger' : 'warning'}
          title={breaker.state === 'open' ? 'Cut off: nothing goes out' : 'Being tried, one attempt at a time'}
          actions={
            <Button size="sm" missing={missing} busy={resuming.isPending} onClick={() => resuming.mutate()}>
              Resume now
            </Button>
          }
        >
          {breaker.reason === null
            ? 'The provider failed too often.'
            : `Because: ${breaker.reason.replaceAll('_', ' ')}.`}{' '}
          {breaker.resumeAt === null ? (
            'It does not come back by itself: repair the cause first.'
          ) : (
            <>
              Tried again by itself <Time at={breaker.resumeAt} as="both" />.
            </>
          )}
        </Callout>
      )}
      {stoppedAt === null ? (
        <p className="flex flex-wrap items-center gap-3">
          <span className="text-muted">
            {liveCalls === 0 ? 'No call is under way.' : `${plural(liveCalls, 'call')} under way.`}
          </span>
          <Button size="sm" kind="danger-quiet" missing={missing} onClick={() => setOpen(true)}>
            Stop this account
          </Button>
        </p>
      ) : (
        <Callout
          tone="danger"
          title="Stopped by hand"
          actions={
            <Button
              size="sm"
              kind="primary"
              missing={missing}
              busy={starting.isPending}
              onClick={() => starting.mutate()}
            >
              Start again
            </Button>
          }
        >
          <Time at={stoppedAt} as="both" />
          {stoppedReason === null ? '' : `: ${stoppedReason}`}. Nothing of it begins; everything waits.
        </Callout>
      )}
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Stop ${name}?`}
        confirm="Stop the account"
        danger
        reason="optional"
        onConfirm={stop}
      >
        <p>
          No call and no text of it begins any more, until somebody starts it again.{' '}
          {liveCalls > 0 && `${plural(liveCalls, 'call')} under way will finish. `}Nobody is lost; other accounts go on.
        </p>
      </ConfirmDialog>
    </div>
  );
}
