import { createRouter } from '@tanstack/react-router';
import { auditRoutes } from '../pages/audit/routes.ts';
import { campaignRoutes } from '../pages/campaigns/routes.ts';
import { creditRoutes } from '../pages/credits/routes.ts';
import { failureRoutes } from '../pages/failures/routes.ts';
import { kitRoutes } from '../pages/kit/routes.ts';
import { numberRoutes } from '../pages/numbers/routes.ts';
import { reminderRoutes } from '../pages/reminders/routes.ts';
import { retryRoutes } from '../pages/retries/routes.ts';
import { reviewRoutes } from '../pages/reviews/routes.ts';
import { settingsRoutes } from '../pages/settings/routes.ts';
import { signInRoutes } from '../pages/sign-in/routes.ts';
import { suppressionRoutes } from '../pages/suppressions/routes.ts';
import { systemRoutes } from '../pages/system/routes.ts';
import { uploadRoutes } from '../pages/upload/routes.ts';
import { appRoute } from './app-route.tsx';
import { ErrorPage } from './error-page.tsx';
import { homeRoute } from './home-route.ts';
import { rootRoute } from './root-route.tsx';
import { parseSearch, stringifySearch } from './search.ts';

const routeTree = rootRoute.addChildren([
  homeRoute,
  ...signInRoutes,
  ...kitRoutes,
  appRoute.addChildren([
    ...campaignRoutes,
    ...uploadRoutes,
    ...failureRoutes,
    ...retryRoutes,
    ...reminderRoutes,
    ...creditRoutes,
    ...numberRoutes,
    ...suppressionRoutes,
    ...reviewRoutes,
    ...settingsRoutes,
    ...systemRoutes,
    ...auditRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ({ error }) => <ErrorPage error={error} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
