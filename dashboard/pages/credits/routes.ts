import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { creditsSearch } from './search.ts';

const creditsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/credits',
  validateSearch: creditsSearch,
  component: lazyRouteComponent(() => import('./credits.tsx'), 'CreditsPage'),
});

export const creditRoutes = [creditsRoute] as const;
