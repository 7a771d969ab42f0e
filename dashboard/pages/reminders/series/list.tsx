import { PageHeader } from '../../../components/page-header.tsx';

export const SeriesListPage = () => <PageHeader title="Series" />;
