import { useQuery } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { programmesQuery } from '../queries.ts';
import type { ListSearch } from '../search.ts';

/** None yet, none of this filter, or no programme to book in. */
export function NoAppointments({ search }: { search: ListSearch }) {
  const { data: programmes } = useQuery(programmesQuery());
  const patch = usePatchSearch();
  const { programme: _, sort: __, direction: ___, ...filters } = search;
  if (Object.values(filters).some((value) => value !== undefined)) {
    const none = { day: undefined, date: undefined, state: undefined, reminder: undefined, q: undefined };
    return (
      <EmptyState
        title="No appointment matches"
        action={
          <>
            {search.day !== 'all' && (
              <Button onClick={() => patch({ ...none, q: search.q, day: 'all' })}>Look in all days</Button>
            )}
            <Button onClick={() => patch(none)}>Clear filters</Button>
          </>
        }
      >
        There may be some of another day, state or programme.
      </EmptyState>
    );
  }
  if (programmes?.length === 0) {
    return (
      <EmptyState
        title="No programme yet"
        icon={<BellRing size={18} />}
        action={
          <LinkButton kind="primary" to="/reminders/programmes/new">
            Make a programme
          </LinkButton>
        }
      >
        A programme says which calls and texts go out before an appointment, for example a text the day before and a
        call two hours before. Appointments are booked in it by API, by CSV or here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No appointments from today on"
      icon={<BellRing size={18} />}
      action={
        <>
          <LinkButton kind="primary" to="/reminders/new" search={{ programme: search.programme }}>
            Book an appointment
          </LinkButton>
          <Button onClick={() => patch({ day: 'past' })}>Look at past ones</Button>
        </>
      }
      sample={
        <div className="grid grid-cols-[auto_1fr_auto] gap-x-6 gap-y-1 rounded-lg border border-line p-4 text-sm">
          <b>09:30 Chicago</b>
          <span>Ann Lee, visit-4711</span>
          <span>text sent, call at 07:30</span>
        </div>
      }
    >
      Book one here, send them by API or CSV, or let a series book them.
    </EmptyState>
  );
}
