import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const numbersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/numbers',
  component: lazyRouteComponent(() => import('./numbers.tsx'), 'NumbersPage'),
});

export const numberRoutes = [numbersRoute] as const;
