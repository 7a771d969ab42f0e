import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { numbersSearch } from './search.ts';

const numbersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/numbers',
  validateSearch: numbersSearch,
  component: lazyRouteComponent(() => import('./numbers.tsx'), 'NumbersPage'),
});

export const numberRoutes = [numbersRoute] as const;
