import { EmptyState } from '../../components/empty-state.tsx';

export const CampaignOverview = () => <EmptyState title="Nothing to see yet">This tab is being built.</EmptyState>;
