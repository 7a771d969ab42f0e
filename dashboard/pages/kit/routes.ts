import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route.tsx';
import { oneOf, type RawSearch } from '../../app/search.ts';

/** Every component in every state, for eyes and for screenshots; linked nowhere. */
const kitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/kit',
  validateSearch: (raw: RawSearch): { theme?: 'light' | 'dark' | undefined } => ({
    theme: oneOf(raw, 'theme', ['light', 'dark']),
  }),
  component: lazyRouteComponent(() => import('./kit.tsx'), 'KitPage'),
});

export const kitRoutes = [kitRoute] as const;
