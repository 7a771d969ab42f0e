import { createRoute, isRedirect, redirect } from '@tanstack/react-router';
import { toProblem } from '../api/problem.ts';
import { queryClient } from '../api/query-client.ts';
import { sessionQuery } from '../api/session.ts';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { rootRoute } from './root-route.tsx';
import { whole, type RawSearch } from './search.ts';
import { Shell } from './shell/shell.tsx';
import { setClockOffset } from './use-now.ts';

/** What every page may have in its address: the contact whose drawer is open. */
export interface AppSearch {
  contact?: number | undefined;
}

/** Everything that wants somebody signed in. Pages hang under it: `getParentRoute: () => appRoute`. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  validateSearch: (raw: RawSearch): AppSearch => ({ contact: whole(raw, 'contact') }),
  beforeLoad: async ({ location }) => {
    try {
      const session = await queryClient.query(sessionQuery);
      setClockOffset(session.clockOffsetMs);
    } catch (error) {
      if (isRedirect(error)) throw error;
      // Whoever is not signed in comes back to this address afterwards.
      if (toProblem(error).status === 401) throw redirect({ to: '/login', search: { to: location.href } });
      throw error;
    }
  },
  component: Shell,
  errorComponent: ({ error }) => (
    <div className="mx-auto w-full max-w-3xl p-6">
      <ErrorPage error={error} />
    </div>
  ),
  notFoundComponent: NotFoundPage,
});
