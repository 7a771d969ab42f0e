import { PageHeader } from '../../../components/page-header.tsx';

export const ProgrammePage = () => <PageHeader title="Programme" />;
