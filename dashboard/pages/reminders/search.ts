import { flag, oneOf, text, type RawSearch } from '../../app/search.ts';

export const DAYS = ['today', 'tomorrow', 'later', 'past', 'all'] as const;
export const STATES = ['booked', 'confirmed', 'cancelled'] as const;
export const REMINDER_STATES = [
  'waiting',
  'in_flight',
  'reached',
  'expired',
  'failed',
  'exhausted',
  'skipped',
] as const;
const SORTS = ['name', 'state', 'programme'] as const;

/** Of the list: absent = from today on, of all programmes. */
export interface ListSearch {
  programme?: string | undefined;
  day?: (typeof DAYS)[number] | undefined;
  /** A local date of the viewer, marked in the heat strip. */
  date?: string | undefined;
  state?: (typeof STATES)[number] | undefined;
  reminder?: (typeof REMINDER_STATES)[number] | undefined;
  q?: string | undefined;
  /** Absent = by the start, day by day. */
  sort?: (typeof SORTS)[number] | undefined;
  direction?: 'desc' | undefined;
}
const dateOf = (raw: RawSearch, name: string): string | undefined => {
  const given = text(raw, name);
  return given !== undefined && /^\d{4}-\d\d-\d\d$/.test(given) ? given : undefined;
};
export const listSearch = (raw: RawSearch): ListSearch => ({
  programme: text(raw, 'programme'),
  day: oneOf(raw, 'day', DAYS),
  date: dateOf(raw, 'date'),
  state: oneOf(raw, 'state', STATES),
  reminder: oneOf(raw, 'reminder', REMINDER_STATES),
  q: text(raw, 'q'),
  sort: oneOf(raw, 'sort', SORTS),
  direction: oneOf(raw, 'direction', ['desc']),
});

export interface MissedSearch {
  programme?: string | undefined;
  /** Only what can still be sent. */
  sendable?: true | undefined;
}
export const missedSearch = (raw: RawSearch): MissedSearch => ({
  programme: text(raw, 'programme'),
  sendable: flag(raw, 'sendable'),
});

export interface ProgrammeOnlySearch {
  programme?: string | undefined;
}
export const programmeOnlySearch = (raw: RawSearch): ProgrammeOnlySearch => ({ programme: text(raw, 'programme') });

export interface BookSearch {
  programme?: string | undefined;
  /** Absent = one appointment. */
  kind?: 'series' | undefined;
}
export const bookSearch = (raw: RawSearch): BookSearch => ({
  programme: text(raw, 'programme'),
  kind: oneOf(raw, 'kind', ['series']),
});

export interface NewScheduleSearch {
  /** The campaign that is to recur. */
  campaign?: string | undefined;
}
export const newScheduleSearch = (raw: RawSearch): NewScheduleSearch => ({ campaign: text(raw, 'campaign') });

export interface AppointmentSearch {
  tab?: 'versions' | 'details' | undefined;
  /** The date it was dropped on in the calendar: the form to move it is open with it. */
  moveTo?: string | undefined;
}
export const appointmentSearch = (raw: RawSearch): AppointmentSearch => ({
  tab: oneOf(raw, 'tab', ['versions', 'details']),
  moveTo: dateOf(raw, 'moveTo'),
});

export interface ProgrammeSearch {
  tab?: 'load' | 'versions' | undefined;
}
export const programmeSearch = (raw: RawSearch): ProgrammeSearch => ({ tab: oneOf(raw, 'tab', ['load', 'versions']) });

export interface SeriesSearch {
  /** The date of the occurrence from which on it is to be changed: its form is open. */
  from?: string | undefined;
}
export const seriesSearch = (raw: RawSearch): SeriesSearch => ({ from: text(raw, 'from') });
