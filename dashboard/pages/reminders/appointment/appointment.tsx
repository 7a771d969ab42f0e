import { PageHeader } from '../../../components/page-header.tsx';

export const AppointmentPage = () => <PageHeader title="Appointment" />;
