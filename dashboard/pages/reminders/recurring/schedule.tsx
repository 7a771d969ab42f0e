import { PageHeader } from '../../../components/page-header.tsx';

export const SchedulePage = () => <PageHeader title="Schedule" />;
