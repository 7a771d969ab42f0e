import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download, X } from 'lucide-react';
import { addressOf } from '../../api/client.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { buttonStyle } from '../../components/button-style.ts';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { statesOf, statusWords } from '../../format/status-words.ts';
import { absolute, hourMinute } from '../../format/time.ts';
import { ContactsTable } from './contacts-table.tsx';
import { contactsAsked, progressQuery, type Progress } from './queries.ts';
import type { CampaignContactsSearch } from './search.ts';

const route = getRouteApi('/app/campaigns/$campaignId/contacts');

/** Everybody in the campaign, found by what is known of them; a row opens their whole story. */
export function CampaignContacts() {
  const { campaignId } = route.useParams();
  const { state, outcome, q, from, to, sort, direction } = route.useSearch();
  const search = { state, outcome, q, from, to, sort, direction };
  const patch = usePatchSearch();
  const { data: progress } = useQuery(progressQuery(campaignId));
  const params = { campaignId };
  return (
    <>
      <FilterBar filters={filtersOf(progress)} search={search}>
        {sort !== undefined && (
          <Button kind="ghost" onClick={() => patch({ sort: undefined, direction: undefined })}>
            As in the list
          </Button>
        )}
        <AsCommand
          call={{
            method: 'GET',
            address: addressOf('/campaigns/:campaignId/contacts', { params, query: contactsAsked(search) }),
          }}
          cli={cliOf(campaignId, search)}
        />
        <a
          href={addressOf('/campaigns/:campaignId/export.csv', { params })}
          download
          className={buttonStyle('secondary', 'md')}
          title="Everybody of the campaign, with what became of them"
        >
          <Download aria-hidden size={14} />
          Export CSV
        </a>
      </FilterBar>
      <Stretch from={from} to={to} />
      <ContactsTable campaignId={campaignId} search={search} sortable />
    </>
  );
}

function filtersOf(progress: Progress | undefined): FilterSpec[] {
  const byState = progress?.contacts.byState ?? {};
  const outcomes = progress?.outcomes ?? {};
  return [
    { kind: 'search', name: 'q', label: 'Search contacts', placeholder: 'Name, phone, last 4 digits, external id' },
    {
      kind: 'some',
      name: 'state',
      label: 'State',
      options: statesOf('contact')
        .filter((value) => value in byState)
        .map((value) => ({ value, label: statusWords('contact', value).words, count: byState[value] })),
    },
    {
      kind: 'one',
      name: 'outcome',
      label: 'Last outcome',
      options: statesOf('outcome')
        .filter((value) => (outcomes[value] ?? 0) > 0)
        .map((value) => ({ value, label: statusWords('outcome', value).words })),
    },
  ];
}

/** A stretch of time that came from a chart. */
function Stretch({ from, to }: Pick<CampaignContactsSearch, 'from' | 'to'>) {
  const patch = usePatchSearch();
  if (from === undefined && to === undefined) return null;
  return (
    <p className="mb-3 flex flex-wrap items-center gap-2 text-muted">
      State changed
      {from !== undefined && ` from ${absolute(Date.parse(from))}`}
      {to !== undefined && ` until ${hourMinute(Date.parse(to))}`}
      <Button size="sm" kind="ghost" icon={<X size={14} />} onClick={() => patch({ from: undefined, to: undefined })}>
        Any time
      </Button>
    </p>
  );
}

function cliOf(campaignId: string, { state, outcome, q, sort, direction }: CampaignContactsSearch): string {
  const flags = [
    ...(state?.length === 1 ? [`--state ${state[0]}`] : []),
    ...(outcome === undefined ? [] : [`--outcome ${outcome}`]),
    ...(q === undefined ? [] : [`--q ${JSON.stringify(q)}`]),
    ...(sort === undefined ? [] : [`--sort ${sort}`]),
    ...(sort === undefined || direction === undefined ? [] : [`--direction ${direction}`]),
  ];
  return ['outdial contacts list', `--campaign ${campaignId}`, ...flags].join(' ');
}
