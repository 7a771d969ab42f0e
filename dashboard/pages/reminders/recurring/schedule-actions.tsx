import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { toast } from '../../../components/toast-store.ts';
import { refused } from '../changes/use-change.ts';
import { REMINDERS } from '../queries.ts';
import type { Schedule } from '../shapes.ts';

/** Pause with a reason, go on, remove for good. */
export function ScheduleActions({ schedule: { id, name, state } }: { schedule: Schedule }) {
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const [asking, setAsking] = useState<'pause' | 'remove' | null>(null);
  const params = { scheduleId: id };
  const bodyOf = (reason: string) => (reason === '' ? {} : { reason });
  const done = (title: string, undo?: () => void): void => {
    void client.invalidateQueries({ queryKey: REMINDERS });
    toast({ title, ...(undo === undefined ? {} : { undo }) });
  };
  const resume = useMutation({
    mutationFn: () => send<Schedule>('POST', '/schedules/:scheduleId/resume', { params, body: {} }),
    onSuccess: () => done(`${name} goes on. What was due meanwhile is not made up for.`),
    onError: refused,
  });
  const pause = async (reason: string): Promise<void> => {
    await send<Schedule>('POST', '/schedules/:scheduleId/pause', { params, body: bodyOf(reason) });
    done(`${name} is paused`, () => resume.mutate());
  };
  const remove = async (reason: string): Promise<void> => {
    await send<Schedule>('DELETE', '/schedules/:scheduleId', { params, body: bodyOf(reason) });
    done(`${name} never starts again`);
  };
  useShortcut(
    'p',
    'Pause or go on',
    () => (state === 'paused' ? resume.mutate() : setAsking('pause')),
    state !== 'removed' && missing === undefined,
  );
  if (state === 'removed') return null;
  return (
    <>
      <Button
        kind="danger-quiet"
        icon={<Trash2 aria-hidden size={14} />}
        missing={missing}
        onClick={() => setAsking('remove')}
      >
        Remove
      </Button>
      <LinkButton
        icon={<Pencil aria-hidden size={14} />}
        to="/reminders/recurring/$scheduleId/change"
        params={{ scheduleId: id }}
      >
        Change
      </LinkButton>
      {state === 'paused' ? (
        <Button
          kind="primary"
          icon={<Play aria-hidden size={14} />}
          busy={resume.isPending}
          missing={missing}
          onClick={() => resume.mutate()}
        >
          Go on
        </Button>
      ) : (
        <Button
          kind="primary"
          icon={<Pause aria-hidden size={14} />}
          missing={missing}
          onClick={() => setAsking('pause')}
        >
          Pause
        </Button>
      )}
      <ConfirmDialog
        open={asking === 'pause'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Pause ${name}`}
        confirm="Pause"
        reason="optional"
        onConfirm={pause}
      >
        No campaign is started until it goes on. Campaigns that run already go on.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Remove ${name}`}
        confirm="Remove for good"
        danger
        reason="optional"
        onConfirm={remove}
      >
        It never starts a campaign again. Campaigns that it started stay as they are.
      </ConfirmDialog>
    </>
  );
}
