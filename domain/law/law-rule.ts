import type { Weekday } from '../calling-hours.ts';
import type { Channel } from '../channel.ts';
import type { CampaignPurpose } from '../purpose.ts';

/** What a law asks of the consent that is on record; `none` = no record is needed. Ordered: written covers express. */
export const CONSENT_CLASSES = ['none', 'express', 'written'] as const;
export type ConsentClass = (typeof CONSENT_CLASSES)[number];

/** At most `count` attempts per person in any `hours`, over all campaigns and channels, ambiguous ones too. */
export interface LawCap {
  count: number;
  hours: number;
}

/** One dated rule of one jurisdiction. It may set hours, days off, caps and consent, or some of these. */
export interface LawRule {
  /** Stable, unique over all files: `us-fl-hours`. */
  id: string;
  /** `US`, `US-FL`, `CA-ON`, `GB`; a country's rule holds in all its parts. `*` = places without any file. */
  jurisdiction: string;
  /** Local dates, YYYY-MM-DD: in force from `from` until before `until`. */
  from: string;
  until?: string;
  purposes: readonly CampaignPurpose[];
  channels: readonly Channel[];
  /** Local windows per weekday, as in CallingHours; a weekday that is missing is closed. Absent = no rule on hours. */
  hours?: Partial<Record<Weekday, [string, string][]>>;
  /** Names of holiday calendars (data/law) on which nobody is contacted. */
  closedOn?: readonly string[];
  caps?: readonly LawCap[];
  consent?: ConsentClass;
  /** True = read in the text of the law; false = rests on a secondary compilation. */
  confirmed: boolean;
  source: string;
  note?: string;
}

/** Rules and calendars, loaded from data files and checked. */
export interface LawBook {
  /** Version of each rule file by its name. */
  versions: Readonly<Record<string, string>>;
  /** Differs whenever any file does, holidays and files of an unchanged version too; absent = not from files. */
  digest?: string;
  /** All rules, in the order of their files; absent = not listable. */
  rules?: readonly LawRule[];
  /** Rules by jurisdiction. */
  rulesOf: (jurisdiction: string) => readonly LawRule[];
  /** Names of all holiday calendars. */
  calendarNames: readonly string[];
  /** Whether a holiday calendar of that name exists. */
  hasCalendar: (name: string) => boolean;
  /** Whether a local date (days since 1 January 1970) is in the calendar. Throws RangeError for an unknown name. */
  isHoliday: (calendar: string, localDay: number) => boolean;
}
