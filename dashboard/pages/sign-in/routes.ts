import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../app/root-route.tsx';
import { flag, text, type RawSearch } from '../../app/search.ts';

interface LoginSearch {
  /** Where to go back to; only addresses of this dashboard. */
  to?: string | undefined;
  /** The session ran out, rather than none being there. */
  expired?: true | undefined;
}

/** "/x" is ours; "//host" and "https:" are somebody else's. */
const ownAddress = (to: string | undefined): string | undefined =>
  to !== undefined && /^\/(?![/\\])/.test(to) ? to : undefined;

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (raw: RawSearch): LoginSearch => ({ to: ownAddress(text(raw, 'to')), expired: flag(raw, 'expired') }),
  component: lazyRouteComponent(() => import('./login.tsx'), 'LoginPage'),
});
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./join.tsx'), 'JoinPage'),
});
const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/join',
  component: lazyRouteComponent(() => import('./join.tsx'), 'JoinPage'),
});

export const signInRoutes = [loginRoute, setupRoute, joinRoute] as const;
