import { useQuery } from '@tanstack/react-query';
import { campaignQuery, progressQuery } from './queries.ts';
import { ResumeDialog } from './resume-dialog.tsx';

/** The resume dialog of a campaign in the list: its settings are fetched first. */
export function ResumeRow({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const { data: campaign } = useQuery(campaignQuery(campaignId));
  const { data: progress } = useQuery(progressQuery(campaignId));
  if (campaign === undefined || progress === undefined) return null;
  return <ResumeDialog campaign={campaign} progress={progress} onClose={onClose} />;
}
