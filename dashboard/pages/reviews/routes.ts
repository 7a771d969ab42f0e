import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { reviewsSearch } from './search.ts';

const reviewsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reviews',
  validateSearch: reviewsSearch,
  component: lazyRouteComponent(() => import('./reviews.tsx'), 'ReviewsPage'),
});

export const reviewRoutes = [reviewsRoute] as const;
