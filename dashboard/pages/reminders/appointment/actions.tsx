import { Link } from '@tanstack/react-router';
import { CalendarClock, Check, MessageCircle, MoreHorizontal, SkipForward, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { Menu } from '../../../components/menu.tsx';
import { answerFor, restore, skip } from '../changes/calls.ts';
import { refused, useChange } from '../changes/use-change.ts';
import type { AppointmentDetail, Changed } from '../shapes.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';

/** What can be done with an appointment (S5). */
export function Actions({ appointment, moveTo }: { appointment: AppointmentDetail; moveTo: string | undefined }) {
  const { programmeId, externalId, state, seriesId, plan } = appointment;
  const which = { programmeId, externalId };
  const [open, setOpen] = useState<'move' | 'cancel' | null>(moveTo === undefined ? null : 'move');
  const [busy, setBusy] = useState(false);
  const { missing } = useScope('campaigns:write');
  const carryOut = useChange();
  const isOff = state === 'cancelled';
  const patchSearch = usePatchSearch();
  const close = (): void => {
    setOpen(null);
    if (moveTo !== undefined) patchSearch({ moveTo: undefined });
  };
  const run = async (ask: () => Promise<Changed>, undo?: () => Promise<Changed>): Promise<void> => {
    setBusy(true);
    await carryOut(ask, undo).catch(refused);
    setBusy(false);
  };
  useShortcut('m', 'Move or change the appointment', () => setOpen('move'), missing === undefined && !isOff);
  if (isOff) {
    return (
      <Button
        kind="primary"
        icon={<Undo2 aria-hidden size={14} />}
        busy={busy}
        missing={missing}
        onClick={() => void run(() => restore(which))}
      >
        Let it stand again
      </Button>
    );
  }
  const steps = plan.filter(({ state: at }) => at === 'ready' || at === 'waiting').map(({ key }) => key);
  const slash = externalId.lastIndexOf('/');
  return (
    <>
      {seriesId !== null && slash > 0 && (
        <Link
          to="/reminders/series/$programmeId/$externalId"
          params={{ programmeId, externalId: externalId.slice(0, slash) }}
          className="link mr-2"
        >
          Its series
        </Link>
      )}
      <Menu
        trigger={
          <Button icon={<MoreHorizontal aria-hidden size={14} />} busy={busy}>
            More
          </Button>
        }
        groups={[
          {
            items: [
              {
                label: steps.length === 0 ? 'Skip its reminders' : `Skip its reminders: ${steps.join(', ')}`,
                icon: <SkipForward size={14} />,
                missing: missing ?? (steps.length === 0 ? 'None of them waits.' : undefined),
                onSelect: () =>
                  void run(
                    () => skip(which, { steps }),
                    () => skip(which, { steps, undo: true }),
                  ),
              },
            ],
          },
          {
            label: 'The person told you',
            items: [
              {
                label: 'They come',
                icon: <Check size={14} />,
                missing: missing ?? (state === 'confirmed' ? 'It is confirmed already.' : undefined),
                onSelect: () => void run(() => answerFor(which, 'confirm')),
              },
              {
                label: 'They want another time',
                icon: <MessageCircle size={14} />,
                missing,
                onSelect: () => void run(() => answerFor(which, 'reschedule')),
              },
            ],
          },
          {
            items: [
              { label: 'Cancel it', icon: <X size={14} />, danger: true, missing, onSelect: () => setOpen('cancel') },
            ],
          },
        ]}
      />
      <Button
        kind="primary"
        icon={<CalendarClock aria-hidden size={14} />}
        missing={missing}
        onClick={() => setOpen('move')}
      >
        Move or change
      </Button>
      {open === 'move' && <MoveDialog appointment={appointment} date={moveTo} onClose={() => close()} />}
      {open === 'cancel' && <CancelDialog appointment={appointment} onClose={() => setOpen(null)} />}
    </>
  );
}
