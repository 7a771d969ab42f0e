import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const UploadPage = () => (
  <>
    <PageHeader title="Upload" />
    <EmptyState title="No such upload">This page is being built.</EmptyState>
  </>
);
