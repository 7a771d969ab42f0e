import { Tabs } from '../../components/tabs.tsx';
import { count } from '../../format/number.ts';
import { contactFilterOf } from './contact-filter.ts';
import { ContactsSection } from './contacts-section.tsx';
import type { GroupDetail } from './queries.ts';
import { ResolvedSection } from './resolved-section.tsx';
import { Samples } from './samples.tsx';
import type { CauseSearch } from './search.ts';

/** The contacts, samples with the provider's own words, and what was resolved. */
export function CauseTabs({ detail, search }: { detail: GroupDetail; search: CauseSearch }) {
  const filter = contactFilterOf(search);
  // A selection means what matched when it was made: another filter begins with none.
  const key = JSON.stringify([detail.group.cause, filter]);
  return (
    <Tabs
      label="Parts of the group"
      value={search.tab}
      tabs={[
        {
          value: 'contacts',
          label: 'Contacts',
          count: count(detail.group.openContacts),
          content: <ContactsSection key={key} detail={detail} filter={filter} search={search} />,
        },
        {
          value: 'samples',
          label: 'Samples',
          count: count(detail.samples.length),
          content: <Samples samples={detail.samples} />,
        },
        {
          value: 'resolved',
          label: 'Resolved',
          content: <ResolvedSection cause={detail.group.cause} campaignId={search.campaign} />,
        },
      ]}
    />
  );
}
