import { PageHeader } from '../../../components/page-header.tsx';

export const BookPage = () => <PageHeader title="Book" />;
