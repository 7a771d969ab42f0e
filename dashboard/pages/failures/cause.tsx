import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const FailureCausePage = () => (
  <>
    <PageHeader title="Failure" />
    <EmptyState title="Nothing of this cause">This page is being built.</EmptyState>
  </>
);
