import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const suppressionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/suppressions',
  component: lazyRouteComponent(() => import('./suppressions.tsx'), 'SuppressionsPage'),
});

export const suppressionRoutes = [suppressionsRoute] as const;
