import { EmptyState } from '../../components/empty-state.tsx';

export const TemplatesSettings = () => (
  <EmptyState title="Templates: nothing here yet">This tab is being built.</EmptyState>
);
