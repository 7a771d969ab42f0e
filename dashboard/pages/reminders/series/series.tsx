import { PageHeader } from '../../../components/page-header.tsx';

export const SeriesPage = () => <PageHeader title="Series" />;
