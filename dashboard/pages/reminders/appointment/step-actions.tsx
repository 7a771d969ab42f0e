import { PhoneOutgoing, SkipForward, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { skip } from '../changes/calls.ts';
import { refused, useChange } from '../changes/use-change.ts';
import type { AppointmentDetail, Reminder } from '../shapes.ts';
import { nowWords } from '../words.ts';
import { SendNowDialog } from './send-now-dialog.tsx';

/** Now, not at all, or after all: for one step of one appointment (S5). */
export function StepActions({ reminder, appointment }: { reminder: Reminder; appointment: AppointmentDetail }) {
  const { key, says, channel, state, reason } = reminder;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { missing } = useScope('campaigns:write');
  const carryOut = useChange();
  const { programmeId, externalId } = appointment;
  const which = { programmeId, externalId };
  if (appointment.state === 'cancelled') return null;
  const takenOut = state === 'skipped' && reason === 'skipped';
  const waits = state === 'ready' || state === 'waiting';
  const change = async (undo: boolean): Promise<void> => {
    setBusy(true);
    const steps = [key];
    try {
      await carryOut(
        () => skip(which, { steps, undo }),
        () => skip(which, { steps, undo: !undo }),
      );
    } catch (error) {
      refused(error);
    }
    setBusy(false);
  };
  return (
    <>
      <Button
        size="sm"
        icon={<PhoneOutgoing aria-hidden size={13} />}
        missing={missing ?? (state === 'in_flight' ? 'It is on its way at this moment.' : undefined)}
        aria-label={`${nowWords(channel)}: ${says}`}
        onClick={() => setAsking(true)}
      >
        {nowWords(channel)}
      </Button>
      {waits && (
        <IconButton
          size="sm"
          label={`Skip ${says} this once`}
          icon={<SkipForward size={14} />}
          busy={busy}
          missing={missing}
          onClick={() => void change(false)}
        />
      )}
      {takenOut && (
        <IconButton
          size="sm"
          label={`Put ${says} back`}
          icon={<Undo2 size={14} />}
          busy={busy}
          missing={missing}
          onClick={() => void change(true)}
        />
      )}
      {asking && <SendNowDialog reminder={reminder} appointment={appointment} onClose={() => setAsking(false)} />}
    </>
  );
}
