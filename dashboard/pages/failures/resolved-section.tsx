import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { rowsOf } from '../../api/paged.ts';
import { toProblem } from '../../api/problem.ts';
import { useScope } from '../../app/session/use-session.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Phone } from '../../components/phone.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { actorWords } from './actor-words.ts';
import { contactsQuery, resolutionsQuery, undoResolution, type FailedContact, type Resolution } from './queries.ts';

interface ResolvedSectionProps {
  cause: string;
  campaignId: string | undefined;
}

/** What people declared done with, each time with who, when and why, and its undo. */
export function ResolvedSection({ cause, campaignId }: ResolvedSectionProps) {
  const patch = usePatchSearch();
  const resolutions = useInfiniteQuery(resolutionsQuery(campaignId));
  const contacts = useInfiniteQuery(contactsQuery(cause, { campaignId }, true));
  const of = rowsOf(resolutions.data)?.filter(({ causes }) => causes.length === 0 || causes.includes(cause)) ?? [];
  return (
    <div className="flex flex-col gap-5">
      {of.length > 0 && (
        <ul aria-label="Resolutions" className="rounded-lg border border-line bg-surface">
          {of.map((resolution) => (
            <ResolutionLine key={resolution.id} resolution={resolution} />
          ))}
        </ul>
      )}
      <DataTable
        caption="Resolved contacts"
        columns={COLUMNS}
        rows={rowsOf(contacts.data)}
        rowKey={({ contactId }) => String(contactId)}
        onOpen={({ contactId }) => patch({ contact: contactId }, { push: true })}
        hasMore={contacts.hasNextPage}
        onMore={() => !contacts.isFetchingNextPage && void contacts.fetchNextPage()}
        empty={
          <EmptyState title="Nothing was resolved">
            Contacts that a person marks as resolved leave the failures and stand here, with the reason.
          </EmptyState>
        }
      />
    </div>
  );
}

const COLUMNS: readonly Column<FailedContact>[] = [
  {
    id: 'name',
    header: 'Contact',
    width: 'minmax(8rem,1.4fr)',
    cell: ({ name, externalId, contactId }) => name ?? externalId ?? `Contact ${contactId}`,
  },
  {
    id: 'phone',
    header: 'Phone',
    width: '11rem',
    cell: ({ phone, contactId }) => <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />,
  },
  {
    id: 'why',
    header: 'Reason',
    width: 'minmax(10rem,2fr)',
    from: 'md',
    cell: ({ resolution }) => resolution?.reason ?? '–',
  },
  {
    id: 'by',
    header: 'By',
    width: 'minmax(8rem,1fr)',
    from: 'lg',
    cell: ({ resolution }) => (resolution === null ? '–' : actorWords(resolution.by)),
  },
  { id: 'at', header: 'Resolved', width: '8rem', align: 'end', cell: ({ resolution }) => <Time at={resolution?.at} /> },
];

function ResolutionLine({ resolution }: { resolution: Resolution }) {
  const { missing } = useScope('campaigns:write');
  const client = useQueryClient();
  const undoing = useMutation({
    mutationFn: () => undoResolution(resolution.id),
    onSuccess: ({ count }) => {
      toast({ title: `${plural(count, 'contact is', 'contacts are')} open again` });
      void client.invalidateQueries({ queryKey: ['failures'] });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not undone', detail: toProblem(error).message }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
      <div className="min-w-0 flex-[1_1_16rem]">
        <p className="font-medium">{resolution.reason}</p>
        <p className="text-sm text-muted">
          {plural(resolution.contacts, 'contact')}
          {resolution.campaignName === null ? '' : ` of ${resolution.campaignName}`}, by {actorWords(resolution.by)},{' '}
          <Time at={resolution.at} as="both" />
        </p>
      </div>
      {resolution.undoneAt === null ? (
        <Button size="sm" missing={missing} busy={undoing.isPending} onClick={() => undoing.mutate()}>
          Undo
        </Button>
      ) : (
        <span className="text-sm text-subtle">
          Undone by {actorWords(resolution.undoneBy ?? '')} <Time at={resolution.undoneAt} as="relative" />
        </span>
      )}
    </li>
  );
}
