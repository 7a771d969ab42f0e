import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CampaignCharts } from './charts.tsx';
import { DraftOverview } from './draft-overview.tsx';
import { LiveStrip } from './live-strip.tsx';
import { campaignQuery, progressQuery } from './queries.ts';
import { RetriesPanel } from './retries-panel.tsx';
import { underWay } from './words.ts';
import { WaitingPanel } from './waiting-panel.tsx';

const route = getRouteApi('/app/campaigns/$campaignId/overview');

/** What happens now, why others wait, how it went so far, and the retries that run on it. */
export function CampaignOverview() {
  const { campaignId } = route.useParams();
  const search = route.useSearch();
  const { data: campaign } = useQuery(campaignQuery(campaignId));
  const { data: progress } = useQuery(progressQuery(campaignId));
  // The page around this one shows both, or why not.
  if (campaign === undefined || progress === undefined) return null;
  if (progress.state === 'draft') return <DraftOverview campaign={campaign} progress={progress} />;
  return (
    <div className="flex flex-col gap-6">
      {(progress.state === 'running' || underWay(progress) > 0) && (
        <LiveStrip campaign={campaign} progress={progress} />
      )}
      <WaitingPanel campaignId={campaignId} progress={progress} />
      <RetriesPanel campaignId={campaignId} />
      <CampaignCharts
        campaignId={campaignId}
        isRunning={progress.state === 'running'}
        done={progress.contacts.done}
        search={search}
      />
    </div>
  );
}
