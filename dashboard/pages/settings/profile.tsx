import { EmptyState } from '../../components/empty-state.tsx';

export const ProfileSettings = () => <EmptyState title="You">This tab is being built.</EmptyState>;
