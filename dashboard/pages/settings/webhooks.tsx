import { EmptyState } from '../../components/empty-state.tsx';

export const WebhooksSettings = () => (
  <EmptyState title="Webhooks: nothing here yet">This tab is being built.</EmptyState>
);
