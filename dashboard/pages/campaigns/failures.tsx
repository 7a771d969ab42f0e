import { EmptyState } from '../../components/empty-state.tsx';

export const CampaignFailures = () => <EmptyState title="No failures">This tab is being built.</EmptyState>;
