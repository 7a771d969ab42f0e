import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const retriesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/retries',
  component: lazyRouteComponent(() => import('./list.tsx'), 'RetriesPage'),
});
const retryRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/retries/$retryId',
  component: lazyRouteComponent(() => import('./retry.tsx'), 'RetryPage'),
});

export const retryRoutes = [retriesRoute, retryRoute] as const;
