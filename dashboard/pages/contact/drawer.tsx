import { useNavigate } from '@tanstack/react-router';
import { Drawer } from '../../components/drawer.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

/** One contact over whatever page: `?contact=ID`. */
export function ContactDrawer({ contactId }: { contactId: number }) {
  const navigate = useNavigate();
  const close = (): void =>
    void navigate({ to: '.', search: (before) => ({ ...before, contact: undefined }), resetScroll: false });
  return (
    <Drawer title={`Contact ${contactId}`} onClose={close}>
      <EmptyState title="Nothing to see yet">This drawer is being built.</EmptyState>
    </Drawer>
  );
}
