import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const SystemPage = () => (
  <>
    <PageHeader title="System" />
    <EmptyState title="Nothing is known">This page is being built.</EmptyState>
  </>
);
