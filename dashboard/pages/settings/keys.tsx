import { EmptyState } from '../../components/empty-state.tsx';

export const KeysSettings = () => <EmptyState title="API keys: nothing here yet">This tab is being built.</EmptyState>;
