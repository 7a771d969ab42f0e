import { useSearch } from '@tanstack/react-router';
import { lazily } from '../../components/lazily.ts';
import { PartBoundary } from '../../components/part-boundary.tsx';
import { usePatchSearch } from '../use-patch-search.ts';

const ContactDrawer = lazily(() =>
  import('../../pages/contact/drawer.tsx').then(({ ContactDrawer: drawer }) => drawer),
);

/** `?contact=ID` opens the drawer of that contact over whatever page. */
export function ContactDrawerSlot() {
  const contactId = useSearch({ from: '/app', select: ({ contact }) => contact });
  const patch = usePatchSearch();
  return (
    <PartBoundary onFailed={() => patch({ contact: undefined })}>
      {contactId === undefined ? null : <ContactDrawer contactId={contactId} />}
    </PartBoundary>
  );
}
