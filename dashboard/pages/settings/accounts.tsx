import { EmptyState } from '../../components/empty-state.tsx';

export const AccountsSettings = () => (
  <EmptyState title="Accounts: nothing here yet">This tab is being built.</EmptyState>
);
