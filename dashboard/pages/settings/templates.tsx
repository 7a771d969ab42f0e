import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { MessageSquareText, Plus } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { QueryView } from '../../components/query-view.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { templatesQuery, type Template } from './queries.ts';
import { SectionHead } from './section-head.tsx';
import { TemplateDialog } from './template-dialog.tsx';
import { TemplateDrawer } from './template-drawer.tsx';

const route = getRouteApi('/app/settings/templates');

const FILTERS: readonly FilterSpec[] = [
  { kind: 'search', name: 'q', label: 'Search templates', placeholder: 'Name or words' },
];

const COLUMNS: readonly Column<Template>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(8rem,1fr)',
    cell: ({ name }) => <span className="font-medium">{name}</span>,
  },
  {
    id: 'body',
    header: 'Text',
    width: 'minmax(10rem,3fr)',
    cell: ({ body }) => <span className="text-muted">{body.replaceAll(/\s+/g, ' ')}</span>,
  },
  {
    id: 'at',
    header: 'Stored',
    width: '8rem',
    align: 'end',
    from: 'sm',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
];

/** Stored texts with variables. */
export function TemplatesSettings() {
  const { q, template: openId } = route.useSearch();
  const patch = usePatchSearch();
  const query = useQuery(templatesQuery);
  const { missing } = useScope('campaigns:write');
  const [writing, setWriting] = useState<Template | 'new' | null>(null);
  const add = (
    <Button kind="primary" icon={<Plus aria-hidden size={14} />} missing={missing} onClick={() => setWriting('new')}>
      Write a template
    </Button>
  );
  return (
    <>
      <SectionHead
        title="Templates"
        actions={
          <>
            <AsCommand call={{ method: 'GET', address: addressOf('/templates') }} cli="outdial templates list" />
            {add}
          </>
        }
      >
        Texts with variables, for messages and for what agents are told. A stored one never changes, so that what was
        sent can always be read again: an edit is a new one.
      </SectionHead>
      <QueryView query={query} what="The templates">
        {({ items }) => {
          const wanted = q?.toLowerCase();
          const shown = items.filter(
            ({ name, body }) => wanted === undefined || `${name} ${body}`.toLowerCase().includes(wanted),
          );
          const open = items.find(({ id }) => id === openId);
          return (
            <>
              {items.length > 0 && <FilterBar filters={FILTERS} search={{ q }} />}
              <DataTable
                caption="Templates"
                columns={COLUMNS}
                rows={shown}
                rowKey={({ id }) => id}
                onOpen={({ id }) => patch({ template: id }, { push: true })}
                openKey={openId}
                empty={
                  items.length === 0 ? (
                    <EmptyState
                      title="No template yet"
                      icon={<MessageSquareText size={18} />}
                      action={add}
                      sample={
                        <p className="rounded-lg border border-line p-4">
                          Hello {'{{ name }}'}, see you on {'{{ date }}'}. Reply STOP to opt out.
                        </p>
                      }
                    >
                      Write a text once and use it in many campaigns; names in double braces are filled for each person.
                    </EmptyState>
                  ) : (
                    <EmptyState
                      title="No template matches"
                      action={<Button onClick={() => patch({ q: undefined })}>Clear the search</Button>}
                    />
                  )
                }
              />
              {open !== undefined && writing === null && (
                <TemplateDrawer template={open} missing={missing} onEdit={() => setWriting(open)} />
              )}
            </>
          );
        }}
      </QueryView>
      {writing !== null && (
        <TemplateDialog from={writing === 'new' ? undefined : writing} onClose={() => setWriting(null)} />
      )}
    </>
  );
}
