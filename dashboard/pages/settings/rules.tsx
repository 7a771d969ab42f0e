import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { addressOf } from '../../api/client.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FilterBar, type FilterSpec } from '../../components/filter-bar.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { plural } from '../../format/number.ts';
import { rulesQuery, type LawRule } from './queries.ts';
import { RuleDrawer } from './rule-drawer.tsx';
import { placeWords } from './place-words.ts';
import { ruleColumns } from './rule-columns.tsx';
import { RuleFiles } from './rule-files.tsx';
import { PURPOSES, type RulesSearch } from './search.ts';
import { SectionHead } from './section-head.tsx';

const route = getRouteApi('/app/settings/rules');

const FILTERS: readonly FilterSpec[] = [
  { kind: 'search', name: 'q', label: 'Search rules', placeholder: 'Place or rule, like Florida or US-FL' },
  { kind: 'one', name: 'purpose', label: 'Purpose', options: PURPOSES.map((value) => ({ value, label: value })) },
  {
    kind: 'one',
    name: 'sets',
    label: 'About',
    options: [
      { value: 'hours', label: 'Hours' },
      { value: 'closedOn', label: 'Holidays' },
      { value: 'caps', label: 'How often' },
      { value: 'consent', label: 'Consent' },
    ],
  },
];

/** Which rules of law hold, in plain words, and since when. */
export function RulesSettings() {
  const search = route.useSearch();
  const patch = usePatchSearch();
  const query = useQuery(rulesQuery);
  return (
    <>
      <SectionHead
        title="Hours and rules of law"
        actions={
          <AsCommand
            call={{ method: 'GET', address: addressOf('/rules') }}
            cli={`outdial rules ${placeOf(search.q)}`}
          />
        }
      >
        A campaign's own hours only ever narrow what these rules leave open, in every place where the contact may be.
        None of it is legal advice.
      </SectionHead>
      <QueryView query={query} what="The rules" works="dialing goes on by them">
        {(data) => {
          const shown = data.rules.filter((rule) => matches(rule, search));
          const unconfirmed = data.rules.filter(({ inForce, confirmed }) => inForce && !confirmed).length;
          const open = data.rules.find(({ id }) => id === search.rule);
          return (
            <>
              <RuleFiles rules={data} />
              {unconfirmed > 0 && (
                <div className="mb-4">
                  <Callout
                    tone="info"
                    title={`${plural(unconfirmed, 'rule rests', 'rules rest')} on sources that nobody has confirmed`}
                  >
                    They hold all the same. Have them looked at by counsel, then say so in a file of your own
                    (OUTDIAL_LAW).
                  </Callout>
                </div>
              )}
              <FilterBar filters={FILTERS} search={{ q: search.q, purpose: search.purpose, sets: search.sets }}>
                <Checkbox
                  label="Not in force too"
                  checked={search.all === true}
                  onChange={(checked) => patch({ all: checked || undefined })}
                />
              </FilterBar>
              <DataTable
                caption="Rules"
                columns={ruleColumns}
                rows={shown}
                rowKey={({ id }) => id}
                rowHeight={52}
                onOpen={({ id }) => patch({ rule: id }, { push: true })}
                openKey={search.rule}
                empty={
                  <EmptyState
                    title="No rule matches"
                    action={
                      <Button onClick={() => patch({ q: undefined, purpose: undefined, sets: undefined })}>
                        Clear the filters
                      </Button>
                    }
                  >
                    A place without a rule file is held to Outdial's own caution: search for “places without”.
                  </EmptyState>
                }
              />
              {open !== undefined && <RuleDrawer rule={open} />}
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function matches(rule: LawRule, { q, purpose, sets, all }: RulesSearch): boolean {
  if (all !== true && !rule.inForce) return false;
  if (purpose !== undefined && !rule.purposes.includes(purpose)) return false;
  if (sets !== undefined && rule[sets] === undefined) return false;
  const wanted = q?.toLowerCase();
  if (wanted === undefined) return true;
  return [rule.id, rule.jurisdiction, placeWords(rule.jurisdiction), rule.source].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

const placeOf = (q: string | undefined): string =>
  q !== undefined && /^[a-z]{2}(-[a-z0-9]{1,3})?$/i.test(q) ? q.toUpperCase() : 'US-FL';
