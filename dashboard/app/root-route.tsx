import { createRootRoute, Outlet } from '@tanstack/react-router';
import { ErrorPage, NotFoundPage } from './error-page.tsx';
import { Providers } from './providers.tsx';

export const rootRoute = createRootRoute({
  component: () => (
    <Providers>
      <Outlet />
    </Providers>
  ),
  errorComponent: ({ error }) => (
    <div className="p-6">
      <ErrorPage error={error} />
    </div>
  ),
  notFoundComponent: () => (
    <div className="p-6">
      <NotFoundPage />
    </div>
  ),
});
