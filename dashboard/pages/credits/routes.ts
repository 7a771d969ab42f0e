import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const creditsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/credits',
  component: lazyRouteComponent(() => import('./credits.tsx'), 'CreditsPage'),
});

export const creditRoutes = [creditsRoute] as const;
