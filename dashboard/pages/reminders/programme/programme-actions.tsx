import { useQueryClient } from '@tanstack/react-query';
import { Archive, MoreHorizontal, Pause, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { send } from '../../../api/client.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Menu } from '../../../components/menu.tsx';
import { toast } from '../../../components/toast-store.ts';
import { count, plural } from '../../../format/number.ts';
import { refused } from '../changes/use-change.ts';
import { REMINDERS } from '../queries.ts';
import type { ProgrammeDetail } from '../shapes.ts';
import { EditDialog } from './edit-dialog.tsx';

interface Controlled {
  inFlight: number;
  mayStillBegin: number;
}

/** Pause with a reason, go on, edit, archive. */
export function ProgrammeActions({ programme }: { programme: ProgrammeDetail }) {
  const { id, name, state, upcoming, archivedAt } = programme;
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const [open, setOpen] = useState<'pause' | 'archive' | 'edit' | null>(null);
  const [busy, setBusy] = useState(false);
  const params = { programmeId: id };
  const refresh = (): void => void client.invalidateQueries({ queryKey: REMINDERS });
  const bodyOf = (reason: string) => (reason === '' ? {} : { reason });
  const resume = async (): Promise<void> => {
    setBusy(true);
    try {
      await send<Controlled>('POST', '/programmes/:programmeId/resume', { params });
      refresh();
      toast({ title: `${name} goes on`, detail: 'Messages go out again.' });
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  };
  const pause = async (reason: string): Promise<void> => {
    const done = await send<Controlled>('POST', '/programmes/:programmeId/pause', { params, body: bodyOf(reason) });
    refresh();
    const left = done.inFlight + done.mayStillBegin;
    toast({
      title: `${name} is paused`,
      detail: left === 0 ? 'Nothing is on its way.' : `${plural(left, 'message')} on the way will finish.`,
      undo: () => void resume(),
    });
  };
  const archive = async (reason: string): Promise<void> => {
    await send('POST', '/programmes/:programmeId/archive', { params, body: bodyOf(reason) });
    refresh();
    toast({ title: `${name} takes no appointments any more` });
  };
  const isPaused = state === 'paused';
  useShortcut(
    'p',
    isPaused ? 'Let the programme go on' : 'Pause the programme',
    () => (isPaused ? void resume() : setOpen('pause')),
    missing === undefined,
  );
  useShortcut('e', 'Edit the programme', () => setOpen('edit'), missing === undefined);
  return (
    <>
      <Menu
        trigger={<Button icon={<MoreHorizontal aria-hidden size={14} />}>More</Button>}
        groups={[
          {
            items: [
              {
                label: 'Take no more appointments',
                icon: <Archive size={14} />,
                danger: true,
                missing: missing ?? (archivedAt === null ? undefined : 'It takes none already.'),
                onSelect: () => setOpen('archive'),
              },
            ],
          },
        ]}
      />
      {isPaused ? (
        <Button icon={<Play aria-hidden size={14} />} busy={busy} missing={missing} onClick={() => void resume()}>
          Go on
        </Button>
      ) : (
        <Button icon={<Pause aria-hidden size={14} />} missing={missing} onClick={() => setOpen('pause')}>
          Pause
        </Button>
      )}
      <Button kind="primary" icon={<Pencil aria-hidden size={14} />} missing={missing} onClick={() => setOpen('edit')}>
        Edit
      </Button>
      <ConfirmDialog
        open={open === 'pause'}
        onOpenChange={(is) => !is && setOpen(null)}
        title={`Pause ${name}`}
        confirm="Pause"
        reason="optional"
        onConfirm={pause}
      >
        No message begins later than two seconds from now; {count(upcoming)} appointments to come wait. Those whose time
        passes meanwhile are listed as missed.
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'archive'}
        onOpenChange={(is) => !is && setOpen(null)}
        title={`Archive ${name}`}
        confirm="Take no more appointments"
        danger
        reason="optional"
        onConfirm={archive}
      >
        This cannot be undone: nothing can be booked in it any more. {plural(upcoming, 'appointment')} to come are still
        reminded of.
      </ConfirmDialog>
      {open === 'edit' && <EditDialog programme={programme} onClose={() => setOpen(null)} />}
    </>
  );
}
