import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { newCampaignSearch, uploadListSearch, uploadSearch } from './search.ts';

const newCampaignRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/campaigns/new',
  validateSearch: newCampaignSearch,
  component: lazyRouteComponent(() => import('./new.tsx'), 'NewCampaignPage'),
});
const uploadListRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads',
  validateSearch: uploadListSearch,
  component: lazyRouteComponent(() => import('./list.tsx'), 'UploadsPage'),
});
const uploadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads/$importId',
  validateSearch: uploadSearch,
  component: lazyRouteComponent(() => import('./upload.tsx'), 'UploadPage'),
});

export const uploadRoutes = [newCampaignRoute, uploadListRoute, uploadRoute] as const;
