import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const NewCampaignPage = () => (
  <>
    <PageHeader title="New campaign" />
    <EmptyState title="No file yet">This page is being built.</EmptyState>
  </>
);
