import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { suppressionsSearch } from './search.ts';

const suppressionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/suppressions',
  validateSearch: suppressionsSearch,
  component: lazyRouteComponent(() => import('./suppressions.tsx'), 'SuppressionsPage'),
});

export const suppressionRoutes = [suppressionsRoute] as const;
