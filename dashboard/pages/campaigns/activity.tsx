import { EmptyState } from '../../components/empty-state.tsx';

export const CampaignActivity = () => <EmptyState title="Nothing happened yet">This tab is being built.</EmptyState>;
