import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';
import {
  appointmentSearch,
  bookSearch,
  listSearch,
  missedSearch,
  newScheduleSearch,
  programmeOnlySearch,
  programmeSearch,
  seriesSearch,
} from './search.ts';

const listRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('./list/list.tsx'), 'RemindersPage'),
});
const missedRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/missed',
  validateSearch: missedSearch,
  component: lazyRouteComponent(() => import('./missed/missed.tsx'), 'MissedPage'),
});
const bookRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/new',
  validateSearch: bookSearch,
  component: lazyRouteComponent(() => import('./book/book.tsx'), 'BookPage'),
});
const appointmentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/appointments/$programmeId/$externalId',
  validateSearch: appointmentSearch,
  component: lazyRouteComponent(() => import('./appointment/appointment.tsx'), 'AppointmentPage'),
});
const seriesListRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/series',
  validateSearch: programmeOnlySearch,
  component: lazyRouteComponent(() => import('./series/list.tsx'), 'SeriesListPage'),
});
const seriesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/series/$programmeId/$externalId',
  validateSearch: seriesSearch,
  component: lazyRouteComponent(() => import('./series/series.tsx'), 'SeriesPage'),
});
const programmesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/programmes',
  component: lazyRouteComponent(() => import('./programme/list.tsx'), 'ProgrammesPage'),
});
const newProgrammeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/programmes/new',
  component: lazyRouteComponent(() => import('./programme/new.tsx'), 'NewProgrammePage'),
});
const programmeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/programmes/$programmeId',
  validateSearch: programmeSearch,
  component: lazyRouteComponent(() => import('./programme/programme.tsx'), 'ProgrammePage'),
});
const recurringRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/recurring',
  component: lazyRouteComponent(() => import('./recurring/list.tsx'), 'RecurringPage'),
});
const newScheduleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/recurring/new',
  validateSearch: newScheduleSearch,
  component: lazyRouteComponent(() => import('./recurring/new.tsx'), 'NewSchedulePage'),
});
const changeScheduleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/recurring/$scheduleId/change',
  component: lazyRouteComponent(() => import('./recurring/change.tsx'), 'ChangeSchedulePage'),
});
const scheduleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/recurring/$scheduleId',
  component: lazyRouteComponent(() => import('./recurring/schedule.tsx'), 'SchedulePage'),
});

export const reminderRoutes = [
  listRoute,
  missedRoute,
  bookRoute,
  appointmentRoute,
  seriesListRoute,
  seriesRoute,
  programmesRoute,
  newProgrammeRoute,
  programmeRoute,
  recurringRoute,
  newScheduleRoute,
  changeScheduleRoute,
  scheduleRoute,
] as const;
