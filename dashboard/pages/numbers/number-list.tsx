import { useQuery } from '@tanstack/react-query';
import { Hash } from 'lucide-react';
import { numbersQuery, type Account, type OwnNumber } from '../../api/accounts.ts';
import { addressOf } from '../../api/client.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { ExportLink } from '../../components/export-link.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { sortRows, type SortValues } from '../../components/sort-rows.ts';
import { numberColumns } from './number-columns.tsx';
import { NumberDrawer } from './number-drawer.tsx';
import { numberUseQuery, type NumberUse } from './queries.ts';
import type { NumbersSearch } from './search.ts';

export function NumberList({ search, accounts }: { search: NumbersSearch; accounts: readonly Account[] }) {
  const patch = usePatchSearch();
  const query = useQuery(numbersQuery(search.released === true));
  const uses = useQuery(numberUseQuery).data;
  const useOf = ({ id }: OwnNumber) => uses?.items.find(({ numberId }) => numberId === id);
  const all = query.data?.items;
  const sort = search.sort === undefined ? undefined : { by: search.sort, direction: search.direction ?? 'desc' };
  const found = all?.filter((number) => matches(number, search));
  const rows = found && sortRows(found, sort, sortValues(useOf));
  const open = all?.find(({ id }) => id === search.number);
  const filters: readonly FilterSpec[] = [
    { kind: 'search', name: 'q', label: 'Search numbers', placeholder: 'Number, label or agent' },
    {
      kind: 'one',
      name: 'account',
      label: 'Account',
      options: accounts.map(({ id, name }) => ({ value: id, label: name })),
    },
  ];
  if (query.isError && all === undefined) {
    return <ErrorState what="The numbers" error={query.error} works="dialing" onRetry={() => void query.refetch()} />;
  }
  return (
    <>
      <FilterBar filters={filters} search={{ q: search.q, account: search.account }}>
        <Checkbox
          label="Given back too"
          checked={search.released === true}
          onChange={(checked) => patch({ released: checked || undefined })}
        />
        <ExportLink
          href={addressOf('/numbers.csv', { query: { accountId: search.account, includeReleased: search.released } })}
        />
      </FilterBar>
      <DataTable
        caption="Numbers"
        columns={numberColumns(useOf)}
        rows={rows}
        rowKey={({ id }) => id}
        onOpen={({ id }) => patch({ number: id }, { push: true })}
        openKey={search.number}
        sort={sort}
        onSort={({ by, direction }) => patch({ sort: by, direction: direction === 'desc' ? undefined : direction })}
        dimmed={query.isPlaceholderData}
        empty={
          all?.length === 0 ? (
            <EmptyState title="No number yet" icon={<Hash size={18} />}>
              Sync an account to read the numbers that it has at its provider, or order one.
            </EmptyState>
          ) : (
            <EmptyState
              title="No number matches"
              action={<Button onClick={() => patch({ q: undefined, account: undefined })}>Clear the filters</Button>}
            />
          )
        }
      />
      {open !== undefined && <NumberDrawer number={open} use={useOf(open)} lookedAt={uses?.lookedAt ?? 0} />}
    </>
  );
}

const sortValues = (useOf: (number: OwnNumber) => NumberUse | undefined): SortValues<OwnNumber> => ({
  phone: ({ phone }) => phone,
  label: ({ label }) => label,
  account: ({ accountName }) => accountName,
  agent: ({ agentName, agentRef }) => agentName ?? agentRef,
  attempts: (number) => useOf(number)?.attempts ?? 0,
  failed: (number) => {
    const { attempts = 0, failed = 0 } = useOf(number) ?? {};
    return attempts === 0 ? null : failed / attempts;
  },
});

function matches({ phone, label, agentName, agentRef, accountId }: OwnNumber, { q, account }: NumbersSearch): boolean {
  if (account !== undefined && accountId !== account) return false;
  if (q === undefined) return true;
  const wanted = q.toLowerCase();
  const digits = q.replace(/\D/g, '');
  if (digits.length >= 3 && phone.includes(digits)) return true;
  return [label, agentName, agentRef].some((text) => text?.toLowerCase().includes(wanted));
}
