import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/query-view.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { EndpointDialog } from './endpoint-dialog.tsx';
import { EndpointState } from './endpoint-state.tsx';
import { EndpointDrawer } from './endpoint-drawer.tsx';
import { endpointsQuery, type Endpoint } from './queries.ts';
import { SecretOnce } from './secret-once.tsx';
import { SectionHead } from './section-head.tsx';

const route = getRouteApi('/app/settings/webhooks');

const COLUMNS: readonly Column<Endpoint>[] = [
  {
    id: 'url',
    header: 'Address',
    width: 'minmax(12rem,3fr)',
    cell: ({ url }) => <span className="font-mono text-sm">{url}</span>,
  },
  {
    id: 'kinds',
    header: 'Events',
    width: 'minmax(8rem,1.4fr)',
    from: 'md',
    cell: ({ kinds }) => (kinds.length === 0 ? 'all' : kinds.join(', ')),
  },
  { id: 'state', header: 'State', width: '7rem', cell: ({ enabled }) => <EndpointState enabled={enabled} /> },
  {
    id: 'waiting',
    header: 'Waiting',
    width: '5.5rem',
    align: 'end',
    from: 'sm',
    cell: ({ waiting }) => count(waiting),
  },
  {
    id: 'at',
    header: 'Added',
    width: '7rem',
    align: 'end',
    from: 'lg',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

/** Where other systems are told what happened. */
export function WebhooksSettings() {
  const search = route.useSearch();
  const patch = usePatchSearch();
  const query = useQuery(endpointsQuery);
  const { missing } = useScope('admin');
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const open = query.data?.items.find(({ id }) => id === search.endpoint);
  const add = (
    <Button kind="primary" icon={<Plus aria-hidden size={14} />} missing={missing} onClick={() => setAdding(true)}>
      Add an address
    </Button>
  );
  return (
    <>
      <SectionHead
        title="Webhooks"
        actions={
          <>
            <AsCommand call={{ method: 'GET', address: addressOf('/webhook-endpoints') }} cli="outdial webhooks list" />
            {add}
          </>
        }
      >
        Other systems are told of each event, signed (Standard Webhooks), and again until they have taken it.
      </SectionHead>
      <QueryView query={query} what="The webhooks" works="events are kept, and told later">
        {({ items }) => (
          <DataTable
            caption="Webhook addresses"
            columns={COLUMNS}
            rows={items}
            rowKey={({ id }) => id}
            onOpen={({ id }) => patch({ endpoint: id, state: undefined }, { push: true })}
            openKey={search.endpoint}
            empty={
              <EmptyState title="Nobody is told" icon={<Webhook size={18} />} action={add}>
                Give the address of a system of yours, for example a CRM that wants to know of confirmed appointments.
              </EmptyState>
            }
          />
        )}
      </QueryView>
      {open !== undefined && (
        <EndpointDrawer key={open.id} endpoint={open} state={search.state} missing={missing} onSecret={setSecret} />
      )}
      {isAdding && <EndpointDialog onClose={() => setAdding(false)} onSecret={setSecret} />}
      {secret !== null && (
        <SecretOnce
          title="The secret of this address"
          words="Put it into the system that is told: with it it checks that requests come from here."
          secret={secret}
          onClose={() => setSecret(null)}
        />
      )}
    </>
  );
}
