import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const failuresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/failures',
  component: lazyRouteComponent(() => import('./list.tsx'), 'FailuresPage'),
});
const failureCauseRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/failures/$cause',
  component: lazyRouteComponent(() => import('./cause.tsx'), 'FailureCausePage'),
});

export const failureRoutes = [failuresRoute, failureCauseRoute] as const;
