import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useScope } from '../../../app/session/use-session.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Callout } from '../../../components/callout.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { Field } from '../../../components/field.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { Select } from '../../../components/select.tsx';
import { Tabs } from '../../../components/tabs.tsx';
import { programmeQuery, programmesQuery } from '../queries.ts';
import { sayShort } from '../programme/short-step.ts';
import type { Programme } from '../shapes.ts';
import { BookOne } from './one.tsx';
import { BookSeries } from './series.tsx';

const route = getRouteApi('/app/reminders/new');

export function BookPage() {
  const query = useQuery(programmesQuery());
  const { missing } = useScope('campaigns:write');
  return (
    <>
      <PageHeader
        title="Book"
        trail={[
          <Link key="r" to="/reminders">
            Reminders
          </Link>,
        ]}
      >
        An appointment, and with it the messages that remind of it. Nothing is saved before you have seen what comes of
        it.
      </PageHeader>
      {missing !== undefined && (
        <div className="mb-4">
          <Callout tone="paused" title="You can look, but not book">
            {missing}
          </Callout>
        </div>
      )}
      <QueryView query={query} what="The programmes">
        {(programmes) => (programmes.length === 0 ? <NoProgramme /> : <Booking programmes={programmes} />)}
      </QueryView>
    </>
  );
}

function Booking({ programmes }: { programmes: readonly Programme[] }) {
  const search = route.useSearch();
  const patch = usePatchSearch();
  const chosen =
    programmes.find(({ id, name }) => id === search.programme || name === search.programme) ?? programmes[0];
  const { data: programme } = useQuery({ ...programmeQuery(chosen?.id ?? ''), enabled: chosen !== undefined });
  const current = programme?.id === chosen?.id ? programme : undefined;
  return (
    <>
      <div className="mb-4 max-w-lg">
        <Field label="Programme">
          <Select
            options={programmes.map(({ id, name }) => ({ value: id, label: name }))}
            value={chosen?.id}
            onChange={(id) => patch({ programme: id })}
          />
        </Field>
        <ul aria-label="What goes out" className="mt-2 text-sm text-subtle">
          {chosen?.steps.map((short) => (
            <li key={short}>{sayShort(short)}</li>
          ))}
        </ul>
      </div>
      {chosen?.state === 'paused' && (
        <div className="mb-4">
          <Callout tone="paused" title={`${chosen.name} is paused`}>
            It takes bookings, but nothing goes out until it goes on.
          </Callout>
        </div>
      )}
      <Tabs
        label="What is booked"
        param="kind"
        value={search.kind}
        tabs={[
          { value: 'one', label: 'One appointment', content: <BookOne programme={current} /> },
          { value: 'series', label: 'A series', content: <BookSeries programme={current} /> },
        ]}
      />
    </>
  );
}

const NoProgramme = () => (
  <EmptyState
    title="No programme yet"
    action={
      <LinkButton kind="primary" to="/reminders/programmes/new">
        Make a programme
      </LinkButton>
    }
  >
    A programme says which calls and texts go out before an appointment. Make one first.
  </EmptyState>
);
