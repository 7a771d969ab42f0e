import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Phone } from '../../components/phone.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column, Sort } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { useSelection } from '../../components/use-selection.ts';
import { statesOf } from '../../format/status-words.ts';
import { Section } from './section.tsx';

interface Sample {
  id: number;
  name: string;
  phone: string;
  state: string;
  attempts: number;
  at: string;
}

const STATES = statesOf('contact');
const ROWS: readonly Sample[] = Array.from({ length: 100_000 }, (_, at) => ({
  id: at + 1,
  name: `Sample person ${at + 1}`,
  phone: `+1••••••${String(at % 10_000).padStart(4, '0')}`,
  state: STATES[at % STATES.length] ?? 'ready',
  attempts: at % 4,
  at: new Date(Date.UTC(2026, 10, 26, 8) + at * 1_000).toISOString(),
}));

const COLUMNS: readonly Column<Sample>[] = [
  { id: 'name', header: 'Name', cell: ({ name }) => name, width: 'minmax(9rem,2fr)' },
  { id: 'phone', header: 'Phone', cell: ({ phone }) => <Phone phone={phone} />, width: '10rem', from: 'sm' },
  { id: 'state', header: 'State', cell: ({ state }) => <StatusPill kind="contact" state={state} />, width: '9rem' },
  { id: 'attempts', header: 'Attempts', cell: ({ attempts }) => attempts, width: '6rem', align: 'end', from: 'md' },
  { id: 'at', header: 'Changed', cell: ({ at }) => <Time at={at} />, width: '8rem', align: 'end', sort: 'changedAt' },
];

export function TableSample() {
  const selection = useSelection();
  const [sort, setSort] = useState<Sort>({ by: 'changedAt', direction: 'desc' });
  const [waiting, setWaiting] = useState(37);
  return (
    <Section title="Table of 100,000 rows">
      <div>
        <DataTable
          caption="Sample contacts"
          columns={COLUMNS}
          rows={ROWS}
          rowKey={({ id }) => String(id)}
          onOpen={() => {}}
          openKey="3"
          selection={selection}
          sort={sort}
          onSort={setSort}
          waiting={waiting}
          onApplyWaiting={() => setWaiting(0)}
          maxHeight="20rem"
          empty={<EmptyState title="No contacts" />}
        />
        <SelectionBar selection={selection} matching={ROWS.length} noun="contact">
          <Button size="sm" kind="primary">
            Retry
          </Button>
        </SelectionBar>
      </div>
      <DataTable
        caption="Loading"
        columns={COLUMNS}
        rows={undefined}
        rowKey={({ id }) => String(id)}
        empty={<EmptyState title="No contacts" />}
      />
    </Section>
  );
}
