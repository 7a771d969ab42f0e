import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { rowsOf } from '../../../api/paged.ts';
import { Button } from '../../../components/button.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Phone } from '../../../components/phone.tsx';
import type { Column } from '../../../components/table-column.ts';
import { Time } from '../../../components/time.tsx';
import { count, plural } from '../../../format/number.ts';
import { WithLine } from '../../campaigns/with-line.tsx';
import { useDraft } from '../draft-context.tsx';
import { forecastPeopleQuery, type ForecastPerson } from '../queries.ts';
import type { PeoplePart } from '../search.ts';
import { peopleIn, useOutlook } from './use-outlook.ts';

const CAPTIONS: Readonly<Record<PeoplePart, string>> = {
  later: 'People outside their calling hours',
  unknown_zone: 'People without a known time zone',
  no_consent: 'People without the consent that is asked for',
};

/** Who would not be called now, row by row: a page at a time, since a list may be of any size. */
export function PeopleList({ part }: { part: PeoplePart }) {
  const { draft } = useDraft();
  const { campaignId, seen, forecast } = useOutlook();
  const query = useInfiniteQuery({ ...forecastPeopleQuery(campaignId, part, seen), enabled: forecast !== undefined });
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const rows = rowsOf(query.data);
  const columns = useMemo(() => columnsOf(draft.id, part), [draft.id, part]);
  // A page in which nobody belongs to the part is no answer yet.
  const goesOn = rows?.length === 0 && hasNextPage && !isFetching;
  useEffect(() => {
    if (goesOn) void fetchNextPage();
  }, [goesOn, fetchNextPage]);
  if (forecast === undefined) {
    return (
      <EmptyState title="Not known yet">
        Who would be called when is known once the list is checked and step 2 says what people get.
      </EmptyState>
    );
  }
  if (query.isError && rows === undefined) {
    return <ErrorState what="The people" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const looked = query.data?.pages.reduce((sum, page) => sum + page.looked, 0) ?? 0;
  const isLooking = rows?.length === 0 && hasNextPage;
  return (
    <section aria-labelledby="people" className="flex flex-col gap-2">
      <h2 id="people" className="text-lg font-semibold">
        {CAPTIONS[part]}
      </h2>
      <DataTable
        caption={CAPTIONS[part]}
        columns={columns}
        rows={isLooking ? undefined : rows}
        rowKey={({ contactId }) => String(contactId)}
        dimmed={query.isPlaceholderData}
        empty={<EmptyState title="Nobody any more">Hours have opened, or more is known by now.</EmptyState>}
        maxHeight="28rem"
      />
      <p className="flex flex-wrap items-center gap-3 text-sm text-subtle">
        {rows !== undefined && rows.length > 0 && (
          <span>
            {count(rows.length)} of {plural(Math.max(rows.length, peopleIn(forecast, part)), 'person', 'people')}
          </span>
        )}
        {looked > 0 && hasNextPage && <span>{plural(looked, 'row')} looked at</span>}
        {hasNextPage && !isLooking && (
          <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        )}
      </p>
    </section>
  );
}

function columnsOf(importId: string, part: PeoplePart): Column<ForecastPerson>[] {
  return [
    {
      id: 'row',
      header: 'Row',
      width: '3.5rem',
      from: 'sm',
      cell: (person) => <Row person={person} importId={importId} />,
    },
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(7rem,1fr)',
      cell: (person) => <WithLine line={<Reachable {...person} />}>{person.name ?? <None />}</WithLine>,
    },
    {
      id: 'phone',
      header: 'Number',
      width: '9.5rem',
      from: 'sm',
      cell: (person) => <Reachable {...person} />,
    },
    {
      id: 'zone',
      header: 'Time zone',
      width: 'minmax(8rem,1fr)',
      from: 'sm',
      cell: ({ zones }) => (zones.length === 0 ? <None /> : zones.join(' or ')),
    },
    { id: 'place', header: 'Place', width: '4rem', from: 'md', cell: ({ places }) => places.join(', ') || <None /> },
    ...(part === 'later'
      ? [
          {
            id: 'opens',
            header: 'Hours open',
            width: '8.5rem',
            cell: ({ opensAt, zones }: ForecastPerson) => <Time at={opensAt} zone={zones[0]} named />,
          },
        ]
      : []),
  ];
}

const Reachable = ({ phone, contactId }: ForecastPerson) => (
  <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />
);

/** Of another list of the same campaign, where it is one. */
const Row = ({ person, importId }: { person: ForecastPerson; importId: string }) =>
  person.importId === importId ? (
    count(person.rowNumber)
  ) : (
    <Link to="/uploads/$importId" params={{ importId: person.importId }} className="link" title="In another list">
      {count(person.rowNumber)}
    </Link>
  );

const None = () => <span className="text-subtle">–</span>;
