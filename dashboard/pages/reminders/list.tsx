import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const RemindersPage = () => (
  <>
    <PageHeader title="Reminders" />
    <EmptyState title="No appointments">This page is being built.</EmptyState>
  </>
);
