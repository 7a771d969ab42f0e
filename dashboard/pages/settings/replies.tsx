import { EmptyState } from '../../components/empty-state.tsx';

export const RepliesSettings = () => (
  <EmptyState title="Replies: nothing here yet">This tab is being built.</EmptyState>
);
