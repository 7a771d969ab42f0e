import { Link } from '@tanstack/react-router';
import { DataTable } from '../../components/data-table.tsx';
import { Money } from '../../components/money.tsx';
import type { Column } from '../../components/table-column.ts';
import { share } from '../../format/number.ts';
import type { Balance } from './queries.ts';

const amount = (
  id: string,
  header: string,
  of: (row: Balance) => number | null,
  from?: 'sm' | 'md' | 'lg',
): Column<Balance> => ({
  id,
  header,
  width: '7rem',
  align: 'end',
  ...(from === undefined ? {} : { from }),
  cell: (row) => <Money micros={of(row)} currency={row.currency} inColumn />,
});

const COLUMNS: readonly Column<Balance>[] = [
  {
    id: 'name',
    header: 'Campaign',
    width: 'minmax(9rem,2fr)',
    cell: ({ id, name }) => (
      <Link to="/campaigns/$campaignId/overview" params={{ campaignId: id }} className="link">
        {name}
      </Link>
    ),
  },
  amount('free', 'Available', ({ freeMicros }) => freeMicros),
  amount('held', 'Held', ({ heldMicros }) => heldMicros, 'md'),
  amount('spent', 'Spent', ({ spentMicros }) => spentMicros, 'sm'),
  {
    id: 'used',
    header: 'Used',
    width: '4rem',
    align: 'end',
    from: 'lg',
    cell: (row) => share(row.spentMicros, row.fundedMicros),
  },
  amount('today', 'Today', ({ spentTodayMicros }) => spentTodayMicros, 'md'),
  amount('cap', 'Daily cap', ({ dailyCapMicros }) => dailyCapMicros, 'lg'),
  {
    id: 'lasts',
    header: 'Lasts',
    width: 'minmax(9rem,1fr)',
    from: 'lg',
    cell: ({ forecast }) => (
      <span className="text-muted">{forecast?.words.replace(/^lasts | at this rate$/g, '') ?? '–'}</span>
    ),
  },
];

/** Campaigns that may spend only so much. */
export const Budgets = ({ budgets }: { budgets: readonly Balance[] }) => (
  <section className="mb-6">
    <h2 className="mb-3 text-lg font-semibold">Budgets of campaigns</h2>
    <DataTable
      caption="Budgets"
      columns={COLUMNS}
      rows={budgets}
      rowKey={({ id }) => id}
      empty={null}
      maxHeight="18rem"
    />
  </section>
);
