import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const AuditPage = () => (
  <>
    <PageHeader title="Audit trail" />
    <EmptyState title="No entries">This page is being built.</EmptyState>
  </>
);
