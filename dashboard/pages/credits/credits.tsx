import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const CreditsPage = () => (
  <>
    <PageHeader title="Credits" />
    <EmptyState title="No ledger lines">This page is being built.</EmptyState>
  </>
);
