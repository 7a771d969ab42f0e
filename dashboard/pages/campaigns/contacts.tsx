import { EmptyState } from '../../components/empty-state.tsx';

export const CampaignContacts = () => <EmptyState title="No contacts">This tab is being built.</EmptyState>;
