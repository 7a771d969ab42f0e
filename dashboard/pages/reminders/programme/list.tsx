import { PageHeader } from '../../../components/page-header.tsx';

export const ProgrammesPage = () => <PageHeader title="Programmes" />;
