import { EmptyState } from '../../components/empty-state.tsx';

export const CampaignSettings = () => <EmptyState title="No settings">This tab is being built.</EmptyState>;
