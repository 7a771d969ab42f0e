import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import { uploadSearch } from './search.ts';

const newCampaignRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/campaigns/new',
  validateSearch: uploadSearch,
  component: lazyRouteComponent(() => import('./new.tsx'), 'NewCampaignPage'),
});
const uploadRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/uploads/$importId',
  validateSearch: uploadSearch,
  component: lazyRouteComponent(() => import('./upload.tsx'), 'UploadPage'),
});

export const uploadRoutes = [newCampaignRoute, uploadRoute] as const;
