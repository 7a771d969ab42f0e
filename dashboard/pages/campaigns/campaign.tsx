import { Link, Outlet, useParams } from '@tanstack/react-router';
import { LinkTabs } from '../../components/link-tabs.tsx';
import { PageHeader } from '../../components/page-header.tsx';

/** What stands over every tab of a campaign. */
export function CampaignPage() {
  const { campaignId } = useParams({ from: '/app/campaigns/$campaignId' });
  const params = { campaignId };
  return (
    <>
      <PageHeader
        title="Campaign"
        trail={[
          <Link key="all" to="/campaigns">
            Campaigns
          </Link>,
        ]}
      />
      <LinkTabs
        label="Parts of the campaign"
        tabs={[
          { label: 'Overview', to: '/campaigns/$campaignId/overview', params },
          { label: 'Contacts', to: '/campaigns/$campaignId/contacts', params },
          { label: 'Failures', to: '/campaigns/$campaignId/failures', params },
          { label: 'Settings', to: '/campaigns/$campaignId/settings', params },
          { label: 'Activity', to: '/campaigns/$campaignId/activity', params },
        ]}
      />
      <Outlet />
    </>
  );
}
