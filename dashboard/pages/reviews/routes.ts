import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const reviewsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reviews',
  component: lazyRouteComponent(() => import('./reviews.tsx'), 'ReviewsPage'),
});

export const reviewRoutes = [reviewsRoute] as const;
