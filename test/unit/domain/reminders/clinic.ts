import { loadZones } from '../../../../data/load-zones.ts';
import type { CallingHours, WeeklyWindows } from '../../../../domain/calling-hours.ts';
import type { Channel } from '../../../../domain/channel.ts';
import type { LawBook, LawRule } from '../../../../domain/law/law-rule.ts';
import type { AppointmentToPlan, PlannedReminder } from '../../../../domain/reminders/planned-reminder.ts';
import { planReminders, type RemindersInput } from '../../../../domain/reminders/plan-reminders.ts';
import type {
  ProgrammeAction,
  ProgrammeSettings,
  ProgrammeStep,
  StepTiming,
} from '../../../../domain/reminders/programme.ts';
import { toCampaignSettings } from '../../../../domain/reminders/to-campaign-settings.ts';

export const table = loadZones();
export const CHICAGO = 'America/Chicago';
export const at = (text: string): number => Date.parse(text);
export const iso = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : new Date(ms).toISOString().replace('.000', '');

/** No file, no calendar: only the rules of a test. */
export const bookOf = (rules: readonly LawRule[] = []): LawBook => ({
  versions: {},
  rulesOf: (place) => rules.filter(({ jurisdiction }) => jurisdiction === place),
  calendarNames: [],
  hasCalendar: () => false,
  isHoliday: () => false,
});
export const noLaw = bookOf();

export const weekdays = (...windows: [string, string][]): WeeklyWindows => ({
  mon: windows,
  tue: windows,
  wed: windows,
  thu: windows,
  fri: windows,
});
export const hoursOf = (weekly: WeeklyWindows, blackoutDates: string[] = []): CallingHours => ({
  weekly,
  blackoutDates,
  skipFederalHolidays: false,
});
export const OFFICE = hoursOf(weekdays(['09:00', '17:00']));

export const actionOf = (slot: number, channel: Channel): ProgrammeAction => ({
  slot,
  channel,
  accountId: 'account',
  numberId: 'number',
});

export const before = (seconds: number): StepTiming => ({ kind: 'before', seconds });
export const booking = (afterSeconds = 0): StepTiming => ({ kind: 'booking', afterSeconds });
export const local = (daysBefore: number, time: string): StepTiming => ({ kind: 'local', daysBefore, at: time });

/** A step whose actions are put behind those of the steps before it by `programmeOf`. */
export const stepOf = (
  key: string,
  when: StepTiming,
  channels: readonly Channel[] = ['sms'],
  afterConfirm: 'stop' | 'send' = 'stop',
): ProgrammeStep => ({ key, when, afterConfirm, actions: channels.map((channel) => actionOf(0, channel)) });

export function programmeOf(
  steps: readonly ProgrammeStep[],
  change: Partial<ProgrammeSettings> = {},
): ProgrammeSettings {
  let slot = 0;
  return {
    purpose: 'informational',
    zone: null,
    hours: OFFICE,
    languages: ['en'],
    steps: steps.map((step) => ({
      ...step,
      actions: step.actions.map((action, place) => ({
        ...action,
        slot: slot++,
        ...(place > 0 && { follows: { when: 'not_reached' as const, afterSeconds: 0 } }),
      })),
    })),
    cutoffSeconds: 0,
    lateSeconds: 1_800,
    mergeWithinSeconds: null,
    repeatAfterMoveSeconds: 900,
    answers: { keys: {}, onConfirm: 'stop', onCancel: 'cancel', onReschedule: 'stop', cutoffSeconds: 0 },
    pacePerSecond: null,
    maxConcurrent: 10,
    maxAttempts: 2,
    waitSeconds: {},
    budgetMicros: null,
    dailyCapMicros: null,
    ringingTimeoutSeconds: 30,
    maxCallMinutes: 5,
    personCaps: [],
    ...change,
  };
}

/** Of Tuesday 9 June 2026, 14:00 in Chicago, booked the Monday before. */
export const appointmentOf = (change: Partial<AppointmentToPlan> = {}): AppointmentToPlan => ({
  startsAtMs: at('2026-06-09T19:00Z'),
  zone: CHICAGO,
  bookedAtMs: at('2026-06-01T15:00Z'),
  state: 'booked',
  stoppedBy: null,
  skipped: [],
  now: null,
  recipient: {
    zones: [CHICAGO],
    placeKey: '',
    consent: { call: 'none', sms: 'none' },
    lineType: 'mobile',
    barred: [],
  },
  sent: [],
  ...change,
});

export interface Plan extends Partial<Omit<RemindersInput, 'settings' | 'campaign' | 'appointment'>> {
  settings: ProgrammeSettings;
  appointment?: Partial<AppointmentToPlan>;
}

/** `nowMs`: when it was booked, unless told. */
export function plan({ settings, appointment, ...rest }: Plan): PlannedReminder[] {
  const whole = appointmentOf(appointment);
  return planReminders({
    settings,
    campaign: toCampaignSettings(settings),
    appointment: whole,
    nowMs: whole.bookedAtMs,
    providerQueueSeconds: [],
    table,
    book: noLaw,
    ...rest,
  });
}

/** The plan of a programme of one step. */
export function planOne(
  step: ProgrammeStep,
  { settings, ...rest }: Omit<Plan, 'settings'> & { settings?: Partial<ProgrammeSettings> } = {},
): PlannedReminder {
  const [reminder] = plan({ settings: programmeOf([step], settings), ...rest });
  if (!reminder) throw new Error('a step was left out');
  return reminder;
}

/** What became of a step, in a word: `2026-06-08T19:00:00Z`, `outside_hours 2026-...`, `sent` or `passed`. */
export function said({ status, reason, plan: due }: PlannedReminder): string {
  if (status !== 'planned') return reason ?? status;
  return [reason, iso(due?.dueAtMs)].filter((part) => part !== null).join(' ');
}
