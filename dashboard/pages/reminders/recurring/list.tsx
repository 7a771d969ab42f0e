import { PageHeader } from '../../../components/page-header.tsx';

export const RecurringPage = () => <PageHeader title="Recurring" />;
