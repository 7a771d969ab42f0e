import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const ReviewsPage = () => (
  <>
    <PageHeader title="Answers to review" />
    <EmptyState title="Nothing to review">This page is being built.</EmptyState>
  </>
);
