import { useQueryClient } from '@tanstack/react-query';
import { Gauge, OctagonX, Pause, Play, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { useNow } from '../../app/use-now.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { AbortDialog } from './abort-dialog.tsx';
import { PlanDialog } from './plan/plan-dialog.tsx';
import { StartButton } from './plan/start-button.tsx';
import { StartConfirm } from './plan/start-confirm.tsx';
import { isTooOld } from './plan-life.ts';
import { leftOf } from './left-of.ts';
import { pauseRetry, type Retry } from './queries.ts';
import { ResumeDialog } from './resume-dialog.tsx';
import { ThrottleDialog } from './throttle-dialog.tsx';
import { useStart } from './use-start.ts';

type Open = 'start' | 'pause' | 'resume' | 'abort' | 'throttle' | 'again' | null;

/** What can be done with a retry in its state. */
export function RetryActions({ retry }: { retry: Retry }) {
  const [open, setOpen] = useState<Open>(null);
  const { missing } = useScope('campaigns:write');
  const nowMs = useNow();
  const start = useStart();
  const { state } = retry;
  const may = missing === undefined;
  const isOpen = state === 'running' || state === 'paused';
  const isOver = state === 'completed' || state === 'aborted';
  const { willDial } = retry.plan;
  const mayStart = state === 'planned' && !isTooOld(retry, nowMs);
  const mayAgain = isOver && retry.members.done > 0;
  useShortcut(
    'p',
    'Pause or resume this retry',
    () => setOpen(state === 'running' ? 'pause' : 'resume'),
    isOpen && may,
  );
  useShortcut('s', 'Start this plan', () => setOpen('start'), mayStart && willDial > 0 && may);
  useShortcut('b', 'Abort this retry', () => setOpen('abort'), (isOpen || state === 'planned') && may);
  useShortcut('t', 'Change the pace', () => setOpen('throttle'), isOpen && may);
  useShortcut('r', 'Retry what failed again', () => setOpen('again'), mayAgain && may);
  const close = (): void => setOpen(null);
  return (
    <>
      <AsCommand
        call={{ method: 'GET', address: addressOf('/retries/:retryId', { params: { retryId: retry.id } }) }}
        cli={`outdial retries show ${retry.id}`}
      />
      {isOpen && (
        <Button icon={<Gauge aria-hidden size={14} />} missing={missing} onClick={() => setOpen('throttle')}>
          Pace…
        </Button>
      )}
      {state === 'running' && (
        <Button icon={<Pause aria-hidden size={14} />} missing={missing} onClick={() => setOpen('pause')}>
          Pause
        </Button>
      )}
      {state === 'paused' && (
        <Button
          kind="primary"
          icon={<Play aria-hidden size={14} />}
          missing={missing}
          onClick={() => setOpen('resume')}
        >
          {retry.canary?.state === 'stopped' ? 'Let the rest follow…' : 'Resume…'}
        </Button>
      )}
      {!isOver && (
        <Button
          kind="danger-quiet"
          icon={<OctagonX aria-hidden size={14} />}
          missing={missing}
          onClick={() => setOpen('abort')}
        >
          {state === 'planned' ? 'Discard' : 'Abort…'}
        </Button>
      )}
      {mayStart && (
        <StartButton
          words={`Start: dial ${plural(willDial, 'contact')}`}
          willDial={willDial}
          onAsk={() => setOpen('start')}
        />
      )}
      {mayAgain && (
        <Button
          kind="primary"
          icon={<RotateCw aria-hidden size={14} />}
          missing={missing}
          onClick={() => setOpen('again')}
        >
          Retry what failed again…
        </Button>
      )}
      {open === 'start' && <StartConfirm retry={retry} start={start} onClose={close} />}
      <PauseDialog retry={retry} open={open === 'pause'} onClose={close} />
      {open === 'resume' && <ResumeDialog retry={retry} onClose={close} />}
      {open === 'abort' && <AbortDialog retry={retry} onClose={close} />}
      {open === 'throttle' && <ThrottleDialog retry={retry} onClose={close} />}
      {open === 'again' && <PlanDialog source={{ kind: 'again', retry }} onClose={close} />}
    </>
  );
}

function PauseDialog({ retry, open, onClose }: { retry: Retry; open: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const pause = async (reason: string): Promise<void> => {
    const { inFlight, mayStillBegin } = await pauseRetry(retry.id, reason);
    const begin = mayStillBegin > 0 ? ` ${plural(mayStillBegin, 'more')} may begin within a second.` : '';
    toast({
      title:
        inFlight === 0
          ? 'Paused'
          : `Pausing: ${plural(inFlight, 'call or text', 'calls and texts')} in progress will finish`,
      detail: `${plural(leftOf(retry), 'contact waits', 'contacts wait')}.${begin}`,
    });
    void client.invalidateQueries({ queryKey: ['retry', retry.id] });
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Pause this retry?"
      confirm="Pause"
      reason="optional"
      onConfirm={pause}
    >
      {plural(retry.members.inFlight, 'call or text', 'calls and texts')} in progress will finish;{' '}
      {plural(leftOf(retry), 'contact waits', 'contacts wait')} until somebody resumes it. Nothing is lost.
    </ConfirmDialog>
  );
}
