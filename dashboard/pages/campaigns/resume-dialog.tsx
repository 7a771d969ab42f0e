import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import type { CampaignDialogProps } from './dialogs.tsx';
import { FirstDials } from './first-dials.tsx';
import { HoursWords } from './hours.tsx';
import { usePauseResume } from './mutations.ts';

/** Goes on after a pause: says the hours again, and what fires first (R2). */
export function ResumeDialog({ campaign, onClose }: CampaignDialogProps) {
  const { resume } = usePauseResume(campaign.id);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Resume “${campaign.name}”?`}
      confirm="Resume"
      onConfirm={() => resume.mutateAsync()}
    >
      <div className="flex flex-col gap-3">
        <HoursWords hours={campaign.settings.hours} />
        <FirstDials campaignId={campaign.id} />
      </div>
    </ConfirmDialog>
  );
}
