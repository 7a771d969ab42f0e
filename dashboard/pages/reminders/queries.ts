import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import { pagedQuery, type Page } from '../../api/paged.ts';
import { localZone } from '../../format/time.ts';
import type { ListSearch, MissedSearch } from './search.ts';
import type * as shapes from './shapes.ts';
import { dayBounds } from './local-days.ts';

/** Of everything here: what the stream tells of reminders makes it old. */
export const REMINDERS = ['reminders'] as const;
const MANY = 200;
const ROWS = 100;

export const programmesQuery = (archived = false) =>
  queryOptions({
    queryKey: [...REMINDERS, 'programmes', { archived }],
    queryFn: ({ signal }) =>
      get<Page<shapes.Programme>>('/programmes', { query: { archived, limit: MANY }, signal }).then(
        ({ items }) => items,
      ),
    refetchInterval: 30_000,
  });

export const programmeQuery = (programmeId: string) =>
  queryOptions({
    queryKey: [...REMINDERS, 'programme', programmeId],
    queryFn: ({ signal }) =>
      get<shapes.ProgrammeDetail>('/programmes/:programmeId', { params: { programmeId }, signal }),
  });

export const versionsQuery = (programmeId: string) =>
  pagedQuery<shapes.ProgrammeVersion>([...REMINDERS, 'programme', programmeId, 'versions'], (cursor, signal) =>
    get('/programmes/:programmeId/versions', { params: { programmeId }, query: { cursor, limit: 20 }, signal }),
  );

const PHONE = /^\+?[1-9]\d{6,14}$/;

/** What was typed into the search: a number, or a part of a name or of an external id. */
function wanted(q: string | undefined): { person?: string; text?: string } {
  if (q === undefined) return {};
  const digits = q.replace(/[\s().-]/g, '');
  return PHONE.test(digits) ? { person: `+${digits.replace('+', '')}` } : { text: q };
}

/** What the page shows, as the API filters it. */
export function appointmentFilter(search: ListSearch) {
  const { programme, state, reminder, q, date } = search;
  const bounds = date === undefined ? {} : dayBounds(date);
  const day = date === undefined ? search.day : 'all';
  return { programme, state, reminderState: reminder, day, ...wanted(q), ...bounds, zone: localZone() };
}

/** By the start, day by day, there is one direction. */
export const orderOf = ({ sort, direction }: ListSearch) => ({
  sort,
  direction: sort === undefined ? undefined : direction,
});

export function appointmentsQuery(search: ListSearch) {
  return pagedQuery<shapes.AppointmentRow, shapes.AppointmentPage>(
    [...REMINDERS, 'appointments', search],
    (cursor, signal) =>
      get('/appointments', {
        query: { ...appointmentFilter(search), ...orderOf(search), cursor, limit: ROWS },
        signal,
      }),
  );
}

export const appointmentQuery = (programmeId: string, externalId: string) =>
  queryOptions({
    queryKey: [...REMINDERS, 'appointment', programmeId, externalId],
    queryFn: ({ signal }) =>
      get<shapes.AppointmentDetail>('/programmes/:programmeId/appointments/:externalId', {
        params: { programmeId, externalId },
        query: { zone: localZone() },
        signal,
      }),
    refetchInterval: 15_000,
  });

export const loadQuery = (programme: string | undefined) =>
  queryOptions({
    queryKey: [...REMINDERS, 'load', programme ?? null],
    queryFn: ({ signal }) =>
      get<shapes.ReminderLoad>('/reminders/load', { query: { programme, zone: localZone() }, signal }),
    refetchInterval: 60_000,
  });

export const missedQuery = ({ programme, sendable }: MissedSearch) =>
  pagedQuery<shapes.Missed, shapes.MissedPage>([...REMINDERS, 'missed', { programme, sendable }], (cursor, signal) =>
    get('/reminders/missed', { query: { programme, sendable, cursor, limit: MANY }, signal }),
  );

export const seriesListQuery = (programmeId: string) =>
  queryOptions({
    queryKey: [...REMINDERS, 'series', programmeId],
    queryFn: ({ signal }) =>
      get<Page<shapes.Series>>('/programmes/:programmeId/series', {
        params: { programmeId },
        query: { limit: MANY },
        signal,
      }),
  });

export const seriesQuery = (programmeId: string, externalId: string) =>
  queryOptions({
    queryKey: [...REMINDERS, 'series', programmeId, externalId],
    queryFn: ({ signal }) =>
      get<shapes.Series>('/programmes/:programmeId/series/:externalId', {
        params: { programmeId, externalId },
        signal,
      }),
  });

export const schedulesQuery = queryOptions({
  queryKey: [...REMINDERS, 'schedules'],
  queryFn: ({ signal }) =>
    get<Page<shapes.Schedule>>('/schedules', { query: { limit: MANY }, signal }).then(({ items }) => items),
  refetchInterval: 30_000,
});

const REPEATABLE = ['draft', 'running', 'paused', 'completed'];
/** What may be repeated: the newest that are not cancelled. */
export const repeatableQuery = queryOptions({
  queryKey: ['campaigns', 'repeatable'],
  queryFn: ({ signal }) =>
    get<Page<{ id: string; name: string }>>('/campaigns', { query: { state: REPEATABLE, limit: MANY }, signal }).then(
      ({ items }) => items,
    ),
});

export const scheduleQuery = (scheduleId: string) =>
  queryOptions({
    queryKey: [...REMINDERS, 'schedules', scheduleId],
    queryFn: ({ signal }) => get<shapes.Schedule>('/schedules/:scheduleId', { params: { scheduleId }, signal }),
    refetchInterval: 30_000,
  });
