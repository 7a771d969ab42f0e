import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const CampaignsPage = () => (
  <>
    <PageHeader title="Campaigns" />
    <EmptyState title="No campaigns yet">This page is being built.</EmptyState>
  </>
);
