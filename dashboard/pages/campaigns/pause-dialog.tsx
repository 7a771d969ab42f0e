import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { plural } from '../../format/number.ts';
import type { CampaignDialogProps } from './dialogs.tsx';
import { usePauseResume } from './mutations.ts';
import { leftToDial, underWay } from './words.ts';

/** The same pause, with words for the others. */
export function PauseDialog({ campaign, progress, onClose }: CampaignDialogProps) {
  const { pause } = usePauseResume(campaign.id);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Pause with a reason"
      confirm="Pause"
      reason="required"
      onConfirm={(reason) => pause.mutateAsync(reason)}
    >
      <p>
        No call begins later than 2 s from now. {plural(underWay(progress), 'call')} in progress will finish,{' '}
        {plural(leftToDial(progress), 'person waits', 'people wait')} until somebody resumes it.
      </p>
    </ConfirmDialog>
  );
}
