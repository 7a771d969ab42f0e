import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { accountsSearch, keysSearch, repliesSearch, rulesSearch, templatesSearch, webhooksSearch } from './search.ts';

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'SettingsPage'),
});
const indexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/accounts', replace: true });
  },
});
const keysRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/keys',
  validateSearch: keysSearch,
  component: lazyRouteComponent(() => import('./keys.tsx'), 'KeysSettings'),
});
const usersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/users',
  component: lazyRouteComponent(() => import('./users.tsx'), 'UsersSettings'),
});
const rulesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/rules',
  validateSearch: rulesSearch,
  component: lazyRouteComponent(() => import('./rules.tsx'), 'RulesSettings'),
});
const templatesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/templates',
  validateSearch: templatesSearch,
  component: lazyRouteComponent(() => import('./templates.tsx'), 'TemplatesSettings'),
});
const repliesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/replies',
  validateSearch: repliesSearch,
  component: lazyRouteComponent(() => import('./replies.tsx'), 'RepliesSettings'),
});
const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/webhooks',
  validateSearch: webhooksSearch,
  component: lazyRouteComponent(() => import('./webhooks.tsx'), 'WebhooksSettings'),
});
const accountsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/accounts',
  validateSearch: accountsSearch,
  component: lazyRouteComponent(() => import('./accounts.tsx'), 'AccountsSettings'),
});
const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('./profile.tsx'), 'ProfileSettings'),
});

export const settingsRoutes = [
  settingsRoute.addChildren([
    indexRoute,
    keysRoute,
    usersRoute,
    rulesRoute,
    templatesRoute,
    repliesRoute,
    webhooksRoute,
    accountsRoute,
    profileRoute,
  ]),
] as const;
