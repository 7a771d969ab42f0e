import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../../api/client.ts';
import { rowsOf } from '../../../api/paged.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ExportLink } from '../../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../../components/filter-bar.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SelectionBar } from '../../../components/selection-bar.tsx';
import { useSelection } from '../../../components/use-selection.ts';
import { AreaTabs } from '../area-tabs.tsx';
import { LiveProgrammes } from '../live-programmes.tsx';
import { ProgrammeSelect } from '../programme-select.tsx';
import { missedQuery } from '../queries.ts';
import type { Missed } from '../shapes.ts';
import { missedColumns } from './columns.tsx';
import { policyWords } from './policy-words.ts';
import { SendDialog } from './send-dialog.tsx';
import { useSkipMissed } from './skip-missed.ts';

const route = getRouteApi('/app/reminders/missed');

const FILTERS: readonly FilterSpec[] = [
  { kind: 'one', name: 'sendable', label: 'Show', options: [{ value: 'true', label: 'Only what can still go out' }] },
];

/** What did not go out in its time, what the policy is, and what to do about each (S7). */
export function MissedPage() {
  const search = route.useSearch();
  const query = useInfiniteQuery(missedQuery(search));
  const selection = useSelection();
  const [sending, setSending] = useState<readonly Missed[] | null>(null);
  const { missing } = useScope('campaigns:write');
  const skipThem = useSkipMissed();
  const rows = rowsOf(query.data) ?? [];
  const chosen = rows.filter(({ contactId }) => selection.has(String(contactId)));
  const sendable = chosen.filter(({ sendableUntil }) => sendableUntil !== null);
  const columns = missedColumns({ missing, onSend: (row) => setSending([row]), onSkip: (row) => void skipThem([row]) });
  return (
    <>
      <LiveProgrammes programme={search.programme} />
      <PageHeader
        title="Missed reminders"
        actions={
          <>
            <AsCommand
              cli={`outdial appointments missed${search.programme === undefined ? '' : ` --programme ${search.programme}`}${search.sendable === true ? ' --sendable' : ''}`}
              call={{ method: 'GET', address: addressOf('/reminders/missed', { query: { ...search } }) }}
            />
            <ProgrammeSelect programme={search.programme} />
          </>
        }
      >
        Messages that could not go out in their time: Outdial was down, stopped or paused, or the provider was.
      </PageHeader>
      <AreaTabs programme={search.programme} />
      <QueryView query={query} what="The missed reminders" works="everything that is still to come goes out as planned">
        {({ pages }) => (
          <>
            {pages[0] !== undefined && pages[0].policies.length > 0 && (
              <div className="mb-4">
                <Callout tone="info" title={policyWords(pages[0].policies)}>
                  Those below fell behind by more. Each is yours to decide.
                </Callout>
              </div>
            )}
            <FilterBar
              filters={FILTERS}
              search={{ ...search, sendable: search.sendable === true ? 'true' : undefined }}
            >
              <ExportLink
                href={addressOf('/reminders/missed.csv', {
                  query: { programme: search.programme, sendable: search.sendable },
                })}
              />
            </FilterBar>
            <DataTable
              caption="Missed reminders"
              columns={columns}
              rows={rows}
              rowKey={({ contactId }) => String(contactId)}
              rowHeight={56}
              selection={selection}
              hasMore={query.hasNextPage}
              onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
              empty={<NoneMissed filtered={search.sendable === true} />}
            />
            <SelectionBar selection={selection} matching={rows.length} noun="reminder">
              <Button
                size="sm"
                missing={missing}
                onClick={() => {
                  void skipThem(chosen);
                  selection.clear();
                }}
              >
                Mark skipped
              </Button>
              <Button
                size="sm"
                kind="primary"
                missing={missing ?? (sendable.length === 0 ? 'None of them would still be in time.' : undefined)}
                onClick={() => setSending(sendable)}
              >
                Send now
              </Button>
            </SelectionBar>
          </>
        )}
      </QueryView>
      {sending !== null && (
        <SendDialog
          missed={sending}
          onClose={(done) => {
            setSending(null);
            if (done) selection.clear();
          }}
        />
      )}
    </>
  );
}

const NoneMissed = ({ filtered }: { filtered: boolean }) => (
  <EmptyState
    title={filtered ? 'None can still go out in time' : 'No reminder missed its time'}
    icon={<CircleCheck size={20} className="text-accent-text" />}
  >
    {filtered
      ? 'Clear the filter to see those that are over.'
      : 'In the last seven days everything went out, or was decided.'}
  </EmptyState>
);
