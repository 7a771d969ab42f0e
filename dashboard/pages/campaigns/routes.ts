import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { campaignContactsSearch, campaignListSearch, campaignOverviewSearch } from './search.ts';

const listRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/campaigns',
  validateSearch: campaignListSearch,
  component: lazyRouteComponent(() => import('./list.tsx'), 'CampaignsPage'),
});

const campaignRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/campaigns/$campaignId',
  component: lazyRouteComponent(() => import('./campaign.tsx'), 'CampaignPage'),
});
const indexRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/campaigns/$campaignId/overview', params, replace: true });
  },
});
const overviewRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/overview',
  validateSearch: campaignOverviewSearch,
  component: lazyRouteComponent(() => import('./overview.tsx'), 'CampaignOverview'),
});
const contactsRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/contacts',
  validateSearch: campaignContactsSearch,
  component: lazyRouteComponent(() => import('./contacts.tsx'), 'CampaignContacts'),
});
const failuresRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/failures',
  component: lazyRouteComponent(() => import('./failures.tsx'), 'CampaignFailures'),
});
const settingsRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings.tsx'), 'CampaignSettings'),
});
const activityRoute = createRoute({
  getParentRoute: () => campaignRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./activity.tsx'), 'CampaignActivity'),
});

export const campaignRoutes = [
  listRoute,
  campaignRoute.addChildren([indexRoute, overviewRoute, contactsRoute, failuresRoute, settingsRoute, activityRoute]),
] as const;
