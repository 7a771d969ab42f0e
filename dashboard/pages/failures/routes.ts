import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { causeSearch, failuresSearch } from './search.ts';

const failuresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/failures',
  validateSearch: failuresSearch,
  component: lazyRouteComponent(() => import('./list.tsx'), 'FailuresPage'),
});
const failureCauseRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/failures/$cause',
  validateSearch: causeSearch,
  component: lazyRouteComponent(() => import('./cause.tsx'), 'FailureCausePage'),
});

export const failureRoutes = [failuresRoute, failureCauseRoute] as const;
