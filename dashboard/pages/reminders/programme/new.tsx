import { PageHeader } from '../../../components/page-header.tsx';

export const NewProgrammePage = () => <PageHeader title="Programme" />;
