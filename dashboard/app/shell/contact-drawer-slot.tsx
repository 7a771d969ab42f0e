import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';

const ContactDrawer = lazy(() =>
  import('../../pages/contact/drawer.tsx').then(({ ContactDrawer: drawer }) => ({ default: drawer })),
);

/** `?contact=ID` opens the drawer of that contact over whatever page. */
export function ContactDrawerSlot() {
  const contactId = useSearch({ from: '/app', select: ({ contact }) => contact });
  return contactId === undefined ? null : (
    <Suspense>
      <ContactDrawer contactId={contactId} />
    </Suspense>
  );
}
