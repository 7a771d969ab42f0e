import { EmptyState } from '../../components/empty-state.tsx';

export const KitPage = () => <EmptyState title="Kit" />;
