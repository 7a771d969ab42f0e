import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/paged.ts';
import { toProblem } from '../../../api/problem.ts';
import { Button } from '../../../components/button.tsx';
import { Phone } from '../../../components/phone.tsx';
import { SkeletonLines } from '../../../components/skeleton.tsx';
import { membersQuery } from '../queries.ts';
import type { RetrySearch } from '../search.ts';

/** Who is behind a number of the plan. */
export function MemberList({ retryId, status, exclusion }: { retryId: string } & RetrySearch) {
  const query = useInfiniteQuery(membersQuery(retryId, { status, exclusion }));
  const members = rowsOf(query.data);
  return (
    <div
      className="max-h-60 overflow-y-auto border-t border-line bg-sunken px-4 py-2"
      tabIndex={0}
      role="region"
      aria-label="Contacts"
    >
      {query.isError && <p className="text-sm">{toProblem(query.error).message}</p>}
      {members === undefined && !query.isError && <SkeletonLines lines={3} />}
      <ul>
        {members?.map(({ contactId, name, phone, externalId }) => (
          <li key={contactId} className="flex flex-wrap items-center gap-x-4 py-0.5 text-sm">
            <span className="min-w-0 flex-[1_1_8rem] truncate">{name ?? externalId ?? `Contact ${contactId}`}</span>
            <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && (
        <Button size="sm" kind="ghost" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}
