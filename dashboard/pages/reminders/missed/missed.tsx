import { PageHeader } from '../../../components/page-header.tsx';

export const MissedPage = () => <PageHeader title="Missed" />;
