import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const RetriesPage = () => (
  <>
    <PageHeader title="Retry runs" />
    <EmptyState title="No retry runs">This page is being built.</EmptyState>
  </>
);
