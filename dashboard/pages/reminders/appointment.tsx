import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';

export const AppointmentPage = () => (
  <>
    <PageHeader title="Appointment" />
    <EmptyState title="No such appointment">This page is being built.</EmptyState>
  </>
);
