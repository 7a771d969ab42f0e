import { getRouteApi } from '@tanstack/react-router';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { useLiveTopic } from '../../live/use-live.ts';
import { Consents } from './consents.tsx';
import { suppressionFilter } from './queries.ts';
import type { SuppressionsSearch } from './search.ts';
import { StopLists } from './stop-lists.tsx';
import { SuppressDialog } from './suppress-dialog.tsx';
import { SuppressionList } from './suppression-list.tsx';

const route = getRouteApi('/app/suppressions');

/** Who is not to be called or texted, by their own word or by a list; and who agreed. */
export function SuppressionsPage() {
  const { tab, phone, source, list, state, no, kind } = route.useSearch();
  const search: SuppressionsSearch = { tab, phone, source, list, state, no, kind };
  useLiveTopic('suppressions');
  const { missing } = useScope('consent:write');
  const [open, setOpen] = useState(false);
  useShortcut('a', 'Suppress a number', () => setOpen(true), missing === undefined);
  return (
    <>
      <PageHeader
        title="Suppressions"
        actions={
          <>
            <AsCommand
              call={{
                method: 'GET',
                address: addressOf(ADDRESSES[tab ?? 'none'], {
                  query: tab === undefined ? suppressionFilter(search) : {},
                }),
              }}
              cli={cliOf(search)}
            />
            <Button kind="primary" icon={<Ban aria-hidden size={14} />} missing={missing} onClick={() => setOpen(true)}>
              Suppress a number
            </Button>
          </>
        }
      >
        Who said no, and who agreed. A no holds over everything, from the moment it is here.
      </PageHeader>
      <Tabs
        label="Suppressions"
        value={tab}
        tabs={[
          { value: 'numbers', label: 'Suppressed numbers', content: <SuppressionList search={search} /> },
          { value: 'lists', label: 'Stop lists', content: <StopLists /> },
          { value: 'consents', label: 'Consents', content: <Consents search={search} /> },
        ]}
      />
      {open && <SuppressDialog onClose={() => setOpen(false)} />}
    </>
  );
}

const ADDRESSES = { none: '/suppressions', lists: '/suppression-lists', consents: '/consents/events' } as const;

function cliOf({ tab, phone, source, list, state }: SuppressionsSearch): string {
  if (tab === 'lists') return 'outdial suppressions lists';
  if (tab === 'consents') return `outdial consent show ${phone ?? '+12025550123'}`;
  const flags = [
    phone === undefined ? '' : ` --phone ${phone}`,
    source === undefined ? '' : ` --source ${source}`,
    list === undefined ? '' : ` --list ${list}`,
    state === undefined ? '' : state === 'lifted' ? ' --lifted-only' : ' --lifted',
  ];
  return `outdial suppress list${flags.join('')}`;
}
