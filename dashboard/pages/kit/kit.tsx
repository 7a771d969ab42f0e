import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sessionQuery } from '../../api/session.ts';
import { chooseTheme } from '../../app/theme.ts';
import { Button } from '../../components/button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import { ControlSamples } from './controls.tsx';
import { DataSamples } from './data.tsx';
import { OverlaySamples } from './overlays.tsx';
import { StateSamples } from './states.tsx';
import { TableSample } from './table.tsx';

const route = getRouteApi('/kit');

/** Somebody who may not do everything, so that missing scopes show. */
const client = new QueryClient({
  defaultOptions: { queries: { enabled: false, staleTime: Number.POSITIVE_INFINITY } },
});
client.setQueryData(sessionQuery.queryKey, {
  user: { id: 'u', name: 'Ada Example', email: 'ada@example.com', role: 'viewer' },
  scopes: ['read', 'campaigns:write'],
  mode: 'SIMULATED',
  clockOffsetMs: 0,
  version: '0.1.0',
  temporalUiUrl: null,
});

/** Every component in every state. */
export function KitPage() {
  const { theme } = route.useSearch();
  useEffect(() => {
    if (theme !== undefined) document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <QueryClientProvider client={client}>
      <main className="mx-auto w-full max-w-5xl px-4 py-6 sm:px-6">
        <PageHeader
          title="Kit"
          status={<StatusPill kind="run" state="running" />}
          trail={[
            <a key="up" href="/">
              Outdial
            </a>,
          ]}
          actions={
            <>
              <Button kind="ghost" onClick={() => chooseTheme('light')}>
                Light
              </Button>
              <Button kind="ghost" onClick={() => chooseTheme('dark')}>
                Dark
              </Button>
            </>
          }
        >
          What every page is built of, in every state that it can be in.
        </PageHeader>
        <StateSamples />
        <ControlSamples />
        <DataSamples />
        <TableSample />
        <OverlaySamples />
      </main>
    </QueryClientProvider>
  );
}
