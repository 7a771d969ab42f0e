import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { appRoute } from '../../app/app-route.tsx';

const remindersRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders',
  component: lazyRouteComponent(() => import('./list.tsx'), 'RemindersPage'),
});
const programmeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/programmes/$programmeId',
  component: lazyRouteComponent(() => import('./programme.tsx'), 'ProgrammePage'),
});
const appointmentRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/reminders/appointments/$programmeId/$externalId',
  component: lazyRouteComponent(() => import('./appointment.tsx'), 'AppointmentPage'),
});

export const reminderRoutes = [remindersRoute, programmeRoute, appointmentRoute] as const;
