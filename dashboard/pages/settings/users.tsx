import { EmptyState } from '../../components/empty-state.tsx';

export const UsersSettings = () => <EmptyState title="Users: nothing here yet">This tab is being built.</EmptyState>;
