import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { retriesSearch, retrySearch } from './search.ts';

const retriesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/retries',
  validateSearch: retriesSearch,
  component: lazyRouteComponent(() => import('./list.tsx'), 'RetriesPage'),
});
const retryRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/retries/$retryId',
  validateSearch: retrySearch,
  component: lazyRouteComponent(() => import('./retry.tsx'), 'RetryPage'),
});

export const retryRoutes = [retriesRoute, retryRoute] as const;
