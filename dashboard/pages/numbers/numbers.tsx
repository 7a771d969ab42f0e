import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const NumbersPage = () => (
  <>
    <PageHeader title="Numbers" />
    <EmptyState title="No numbers">This page is being built.</EmptyState>
  </>
);
