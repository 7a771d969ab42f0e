import type * as details from '../../../api/schemas/appointment-detail.ts';
import type * as lists from '../../../api/schemas/appointment-lists.ts';
import type * as appointments from '../../../api/schemas/appointments.ts';
import type * as programmes from '../../../api/schemas/programmes.ts';
import type * as settings from '../../../api/schemas/programme-settings.ts';
import type * as reminders from '../../../api/schemas/reminder-lists.ts';
import type * as schedules from '../../../api/schemas/schedules.ts';
import type * as series from '../../../api/schemas/series.ts';
import type { Answer, Body } from '../../api/client.ts';

/** What the API answers about reminders, by the names that this area uses. */
export type Programme = Answer<typeof programmes.programme>;
export type ProgrammeDetail = Answer<typeof programmes.programmeDetail>;
export type ProgrammeVersion = Answer<typeof programmes.programmeVersion>;
export type ProgrammeSettings = Answer<typeof settings.programmeSettings>;
export type ProgrammeChange = Body<typeof settings.programmeChange>;
export type ProgrammeDraft = Body<typeof settings.programmeDraft>;
export type ChangedProgramme = Answer<typeof programmes.changedProgramme>;
export type CreatedProgramme = Answer<typeof programmes.createdProgramme>;
export type ProgrammeStep = ProgrammeSettings['steps'][number];

export type AppointmentRow = Answer<typeof lists.appointmentInList>;
export type AppointmentPage = Answer<typeof lists.appointmentPage>;
export type AppointmentDetail = Answer<typeof details.appointmentDetail>;
export type AppointmentVersion = AppointmentDetail['versions'][number];
export type TimelineEntry = AppointmentDetail['timeline'][number];
export type Reminder = AppointmentDetail['plan'][number];
export type HoldUp = AppointmentDetail['heldUp'][number];

export type Booking = Body<typeof appointments.booking>;
export type BookingPatch = Body<typeof appointments.bookingPatch>;
/** After a dry run there may be no id yet. */
export type Changed = Answer<typeof appointments.previewedAppointment>;
export type PlannedStep = Changed['plan'][number];

export type Series = Answer<typeof series.series>;
export type ChangedSeries = Answer<typeof series.changedSeries>;
export type SeriesBody = Body<typeof series.seriesBody>;
export type SeriesPatch = Body<typeof series.seriesPatch>;
export type SplitBody = Body<typeof series.splitSeriesBody>;
export type Occurrence = Series['next'][number];

export type NewSchedule = Body<typeof schedules.newSchedule>;
export type SchedulePreview = Answer<typeof schedules.schedulePreview>;
export type Schedule = Answer<typeof schedules.schedule>;
export type ReminderLoad = Answer<typeof reminders.reminderLoad>;
export type MissedPage = Answer<typeof reminders.missedPage>;
export type Missed = MissedPage['items'][number];
