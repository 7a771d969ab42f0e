import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const FailuresPage = () => (
  <>
    <PageHeader title="Failures" />
    <EmptyState title="No failures">This page is being built.</EmptyState>
  </>
);
