import type { Channel } from './channel.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Local windows per weekday. */
export type WeeklyWindows = Partial<Record<Weekday, [string, string][]>>;

/** When people may be called, on the clock on their own wall. */
export interface CallingHours {
  /** Local windows per weekday as ["HH:MM", "HH:MM"], end up to 24:00; start after end = across midnight, of the day it starts. */
  weekly: WeeklyWindows;
  /** In place of `weekly` for one channel. */
  channels?: Partial<Record<Channel, WeeklyWindows>>;
  /** Local dates (YYYY-MM-DD) on which nobody is called. */
  blackoutDates: string[];
  /** Holiday calendars by name (data/law/holidays) on which nobody is contacted. */
  holidays?: string[];
  /** Skip US federal holidays too (computed, domain/federal-holidays.ts). */
  skipFederalHolidays: boolean;
}

const ALL_DAY: [string, string][] = [['00:00', '24:00']];

/** Every minute of every day. */
export const ALWAYS_OPEN: CallingHours = {
  weekly: { mon: ALL_DAY, tue: ALL_DAY, wed: ALL_DAY, thu: ALL_DAY, fri: ALL_DAY, sat: ALL_DAY, sun: ALL_DAY },
  blackoutDates: [],
  skipFederalHolidays: false,
};

/** The all-state safe window (reference: 10:00-17:00 Mon-Fri without federal holidays satisfies every state's hours rule). */
export const DEFAULT_CALLING_HOURS: CallingHours = {
  weekly: {
    mon: [['10:00', '17:00']],
    tue: [['10:00', '17:00']],
    wed: [['10:00', '17:00']],
    thu: [['10:00', '17:00']],
    fri: [['10:00', '17:00']],
  },
  blackoutDates: [],
  skipFederalHolidays: true,
};
