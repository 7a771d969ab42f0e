import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const ProgrammePage = () => (
  <>
    <PageHeader title="Programme" />
    <EmptyState title="No such programme">This page is being built.</EmptyState>
  </>
);
