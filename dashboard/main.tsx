import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onSessionLost } from './api/client.ts';
import { queryClient } from './api/query-client.ts';
import { sessionQuery } from './api/session.ts';
import { router } from './app/router.tsx';
import { allowStyles } from './app/style-nonce.ts';
import { live } from './live/live.ts';
import './styles/main.css';

allowStyles();

onSessionLost(() => {
  const { pathname, href } = router.state.location;
  if (['/login', '/setup', '/join'].includes(pathname)) return;
  live.close();
  queryClient.removeQueries({ queryKey: sessionQuery.queryKey });
  void router.navigate({ to: '/login', search: { to: href, expired: true } });
});

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <RouterProvider router={router} />
  </StrictMode>,
);
