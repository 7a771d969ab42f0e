import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const SuppressionsPage = () => (
  <>
    <PageHeader title="Suppressions" />
    <EmptyState title="Nobody is suppressed">This page is being built.</EmptyState>
  </>
);
