import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useBreakpoint } from '../../components/use-breakpoint.ts';
import { useHeldRows } from '../../components/use-held-rows.ts';
import { plural } from '../../format/number.ts';
import { short } from '../../format/time.ts';
import { serverNowMs } from '../../app/use-now.ts';
import { PlanDialog } from '../retries/plan/plan-dialog.tsx';
import { AssignGroupDialog, useAssignGroup } from './assign-group.tsx';
import { groupColumns } from './group-columns.tsx';
import { pickedGroup } from './pick-group.ts';
import type { Group } from './queries.ts';
import type { FailuresSearch } from './search.ts';
import { newsOf, type Seen } from './news.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';

interface GroupTableProps {
  groups: readonly Group[];
  seen: Seen | undefined;
  search: FailuresSearch;
  /** Groups that the filter leaves out. */
  hidden: number;
}

const ROW_PX = 64;

export function GroupTable({ groups, seen, search, hidden }: GroupTableProps) {
  const navigate = useNavigate();
  const isWide = useBreakpoint();
  const [planned, setPlanned] = useState<Group | null>(null);
  const [snoozing, setSnoozing] = useState<Group | null>(null);
  const [assigning, setAssigning] = useState<Group | null>(null);
  const { take } = useAssignGroup(search.campaign);
  const { missing } = useScope('campaigns:write');
  const { campaign } = search;
  const held = useHeldRows(
    groups,
    ({ cause }) => cause,
    JSON.stringify([search.q, search.class, search.assignee, campaign, groups.length]),
  );
  const news = groups.filter((group) => newsOf(seen, group) !== undefined).length;
  const columns = groupColumns({
    seen,
    isNarrow: !isWide('sm'),
    withPerson: !isWide('xl'),
    onRetry: setPlanned,
    onSnooze: setSnoozing,
    onAssign: setAssigning,
    onTake: take,
  });
  return (
    <>
      {seen !== undefined && (
        <p className="mb-2 text-sm text-subtle" role="status">
          {news === 0 ? 'Nothing new' : `${plural(news, 'group has', 'groups have')} grown or are new`} since your last
          visit, {short(Date.parse(seen.at), serverNowMs())}.
        </p>
      )}
      <DataTable
        caption="Failures by cause"
        columns={columns}
        rows={held.rows}
        rowKey={({ cause }) => cause}
        rowHeight={ROW_PX}
        maxHeight="none"
        waiting={held.waiting}
        onApplyWaiting={held.apply}
        rowKeys={missing === undefined ? [{ keys: 'a', words: 'I look after the group', run: take }] : []}
        onOpen={({ cause }) => void navigate({ to: '/failures/$cause', params: { cause }, search: { campaign } })}
        empty={<NothingMatches hidden={hidden} />}
      />
      {planned !== null && (
        <PlanDialog
          source={{ kind: 'failures', picked: pickedGroup(planned, campaign), words: planned.words }}
          onClose={() => setPlanned(null)}
        />
      )}
      {assigning !== null && (
        <AssignGroupDialog group={assigning} campaignId={campaign} onClose={() => setAssigning(null)} />
      )}
      {snoozing !== null && <SnoozeDialog group={snoozing} campaignId={campaign} onClose={() => setSnoozing(null)} />}
    </>
  );
}

function NothingMatches({ hidden }: { hidden: number }) {
  const patch = usePatchSearch();
  if (hidden === 0)
    return <EmptyState title="Every group is snoozed">They stand below, with their reasons.</EmptyState>;
  return (
    <EmptyState
      title="No cause matches"
      action={
        <Button onClick={() => patch({ q: undefined, class: undefined, assignee: undefined })}>
          Clear the filters
        </Button>
      }
    >
      {plural(hidden, 'other group is', 'other groups are')} here without them.
    </EmptyState>
  );
}
