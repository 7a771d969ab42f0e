import { useIntentKey } from '../../../app/use-intent-key.ts';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Money } from '../../../components/money.tsx';
import { Phone } from '../../../components/phone.tsx';
import { sendNow } from '../changes/calls.ts';
import { useChange } from '../changes/use-change.ts';
import type { AppointmentDetail, Reminder } from '../shapes.ts';
import { channelWord, nowWords } from '../words.ts';

interface SendNowDialogProps {
  reminder: Reminder;
  appointment: AppointmentDetail;
  onClose: () => void;
}

/** A call or text that goes out now cannot be taken back: whom, how many, what it costs. */
export function SendNowDialog({ reminder, appointment, onClose }: SendNowDialogProps) {
  const { key, says, channel, attemptsMade, costMicros, sharedBy } = reminder;
  const { programmeId, externalId, phone, cost } = appointment;
  const once = useIntentKey();
  const carryOut = useChange();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${nowWords(channel)}: ${says}`}
      confirm={nowWords(channel)}
      reason="optional"
      onConfirm={(reason) =>
        carryOut(() => sendNow({ programmeId, externalId }, key, once.current(), reason)).catch((error: unknown) => {
          once.refused(error);
          throw error;
        })
      }
    >
      <p>
        One {channelWord(channel)} to <Phone phone={phone} /> goes out now, at most{' '}
        <Money micros={costMicros} currency={cost.currency} strong />. It cannot be taken back.
      </p>
      {attemptsMade > 0 && (
        <p className="mt-2">
          This step went out before: {attemptsMade} {attemptsMade === 1 ? 'try' : 'tries'}. This is another one.
        </p>
      )}
      {sharedBy > 1 && <p className="mt-2">Its message speaks of {sharedBy} appointments of this person.</p>}
      <p className="mt-2 text-subtle">Calling hours, the law and opt-outs hold all the same.</p>
    </ConfirmDialog>
  );
}
