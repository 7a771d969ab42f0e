import { EmptyState } from '../../components/empty-state.tsx';

export const RulesSettings = () => (
  <EmptyState title="Hours and rules: nothing here yet">This tab is being built.</EmptyState>
);
