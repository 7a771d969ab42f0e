import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { cancel, restore } from '../changes/calls.ts';
import { useChange } from '../changes/use-change.ts';
import type { AppointmentDetail } from '../shapes.ts';
import { PlanFate } from './plan-fate.tsx';

/** Cancels it, and says before what went out already and what is taken back. */
export function CancelDialog({ appointment, onClose }: { appointment: AppointmentDetail; onClose: () => void }) {
  const { programmeId, externalId, name } = appointment;
  const which = { programmeId, externalId };
  const carryOut = useChange();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={name === null ? 'Cancel the appointment' : `Cancel the appointment of ${name}`}
      confirm="Cancel the appointment"
      danger
      reason="optional"
      onConfirm={(reason) =>
        carryOut(
          () => cancel(which, reason),
          () => restore(which, 'Cancelling taken back'),
        )
      }
    >
      <p className="mb-3">Nothing of its plan goes out any more. The person is not told by Outdial.</p>
      <PlanFate plan={appointment.plan} />
    </ConfirmDialog>
  );
}
