import type { CampaignDetail, Progress } from './queries.ts';
import type { DialogName } from './actions.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { LaunchDialog } from './launch-dialog.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { ResumeDialog } from './resume-dialog.tsx';
import { SpeedDialog } from './speed-dialog.tsx';
import { TestDialog } from './tests/test-dialog.tsx';

export interface CampaignDialogProps {
  campaign: CampaignDetail;
  progress: Progress;
  onClose: () => void;
}

/** Whatever asks before it does something with a campaign; fetched with the first of them. */
export function CampaignDialog({ name, ...rest }: CampaignDialogProps & { name: DialogName }) {
  switch (name) {
    case 'launch':
      return <LaunchDialog {...rest} />;
    case 'resume':
      return <ResumeDialog {...rest} />;
    case 'speed':
      return <SpeedDialog {...rest} />;
    case 'cancel':
      return <CancelDialog {...rest} />;
    case 'pause':
      return <PauseDialog {...rest} />;
    case 'test':
      return <TestDialog campaign={rest.campaign} onClose={rest.onClose} />;
  }
}
