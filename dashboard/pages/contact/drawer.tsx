import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { addressOf } from '../../api/client.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { Phone } from '../../components/phone.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { ContactActions } from './actions.tsx';
import { PersonTab } from './person-tab.tsx';
import { historyQuery, type History } from './queries.ts';
import { RawTab } from './raw-tab.tsx';
import { StoryTab } from './story-tab.tsx';

/** One contact over whatever page: `?contact=ID` (R9). Another contact is another drawer: nothing stays of the last. */
export const ContactDrawer = ({ contactId }: { contactId: number }) => <Loaded key={contactId} contactId={contactId} />;

function Loaded({ contactId }: { contactId: number }) {
  const patch = usePatchSearch();
  const query = useQuery(historyQuery(contactId));
  const history = query.data;
  return (
    <Drawer
      width="lg"
      title={history?.name ?? `Contact ${contactId}`}
      status={history === undefined ? undefined : <StatusPill kind="contact" state={history.state} />}
      actions={history === undefined ? undefined : <ContactActions history={history} />}
      onClose={() => patch({ contact: undefined, about: undefined, moment: undefined, call: undefined })}
    >
      <QueryView query={query} what="The contact" skeleton={<SkeletonLines lines={12} />}>
        {(found) => <About history={found} />}
      </QueryView>
    </Drawer>
  );
}

function About({ history }: { history: History }) {
  const { id, phone, externalId, testOf, attempts } = history;
  const campaignId = testOf?.campaignId ?? history.campaignId;
  // The drawer opens over any page, and its own parameters are no part of that page's.
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const about = typeof search['about'] === 'string' ? search['about'] : undefined;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
        <Phone phone={phone} of={{ kind: 'contact', id }} />
        {externalId !== null && <span>{externalId}</span>}
        {campaignId !== null && (
          <Link to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link">
            {testOf === null ? 'Campaign' : `Test of “${testOf.name}”`}
          </Link>
        )}
        <span className="ml-auto max-sm:hidden">
          <AsCommand
            call={{ method: 'GET', address: addressOf('/contacts/:contactId', { params: { contactId: id } }) }}
            cli={`outdial contacts show ${id}`}
          />
        </span>
      </div>
      <Tabs
        label="About the contact"
        value={about}
        param="about"
        tabs={[
          { value: 'story', label: 'Story', count: attempts.length, content: <StoryTab history={history} /> },
          { value: 'person', label: 'Person', content: <PersonTab history={history} /> },
          { value: 'raw', label: 'Raw', content: <RawTab history={history} /> },
        ]}
      />
    </>
  );
}
