import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const RetryPage = () => (
  <>
    <PageHeader title="Retry run" />
    <EmptyState title="No such retry run">This page is being built.</EmptyState>
  </>
);
