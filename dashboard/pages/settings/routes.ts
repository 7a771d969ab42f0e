import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

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
  component: lazyRouteComponent(() => import('./rules.tsx'), 'RulesSettings'),
});
const templatesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/templates',
  component: lazyRouteComponent(() => import('./templates.tsx'), 'TemplatesSettings'),
});
const repliesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/replies',
  component: lazyRouteComponent(() => import('./replies.tsx'), 'RepliesSettings'),
});
const webhooksRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./webhooks.tsx'), 'WebhooksSettings'),
});
const accountsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/accounts',
  component: lazyRouteComponent(() => import('./accounts.tsx'), 'AccountsSettings'),
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
  ]),
] as const;
