import type { CampaignSettings } from '../campaign-settings.ts';
import type { LawBook } from '../law/law-rule.ts';
import { lawOf } from '../law/law-of.ts';
import { takesTexts } from '../line-type.ts';
import { planStep, windowMarginMs, type EndPlan } from '../plan.ts';
import type { ZoneTable } from '../zone-table.ts';
import { allowedTime, calendarOf, nearestAllowed, type AllowedTimeQuery } from './allowed-time.ts';
import type { AppointmentToPlan, PlannedReminder, SkipReason } from './planned-reminder.ts';
import type { ProgrammeAction, ProgrammeSettings, ProgrammeStep } from './programme.ts';
import { endsAtMs, intendedAtMs, isAfterStart } from './step-times.ts';

export interface RemindersInput {
  settings: ProgrammeSettings;
  /** The programme's hidden campaign: its steps by slot. */
  campaign: CampaignSettings;
  appointment: AppointmentToPlan;
  nowMs: number;
  /** How long the provider of each slot may queue a send. */
  providerQueueSeconds: readonly number[];
  table: ZoneTable;
  book: LawBook;
}

/**
 * The plan of one appointment: every step of the programme, in its order, with its time or why it has none.
 *
 * - A step goes out at its own time where the hours and the law allow that in every zone of the person; else see
 *   `allowedTime`. A booking step and one after the start never go out before their time: they wait for the next open
 *   moment. Nothing is planned before now, nor so late that it could leave at the cut-off or the start.
 * - Its time is over (`passed`) when that lies `lateSeconds` or more back. Less, and it is planned for now: else a
 *   plan that is made again at that very moment, by an edit or a restart, would lose it. A step whose time was over when
 *   the appointment was booked has passed as well, also where its allowed time would be yet to come.
 * - What was sent stays sent, unless the start moved by more than `repeatAfterMoveSeconds` since (the last entry of a
 *   key counts). A booking step is then due from `bookedAtMs` again, or from now where that is over.
 * - A step that is wanted now goes out now or not at all, whatever became of it before and whatever was answered. It
 *   still keeps to hours, law, opt-outs and cut-off, and to an appointment that is cancelled or a series that is paused.
 *
 * Throws RangeError for settings that cannot be read: a slot that the campaign lacks, a time of day that is none.
 */
export function planReminders(input: RemindersInput): PlannedReminder[] {
  return input.settings.steps.map((step) => planOne(input, step));
}

function planOne(input: RemindersInput, step: ProgrammeStep): PlannedReminder {
  const { appointment, settings, nowMs } = input;
  const told = appointment.sent.findLast(({ key }) => key === step.key);
  const movedMs = told === undefined ? 0 : Math.abs(appointment.startsAtMs - told.startsAtMs);
  const repeats = movedMs > settings.repeatAfterMoveSeconds * 1000;
  const wantedNow = appointment.now === step.key;
  const { action, refused } = chooseAction(step, appointment.recipient);
  const stepAtMs = wantedNow ? nowMs : timeOf(input, step, repeats);
  const unplanned = {
    key: step.key,
    slot: action.slot,
    channel: action.channel,
    intendedAtMs: stepAtMs,
    endsAtMs: endsAtMs(step.when, stepAtMs, appointment.startsAtMs, settings),
    plan: null,
    moved: false,
    nearest: null,
  };
  const stopped = whyStopped(appointment, step, wantedNow) ?? refused ?? whyNowhere(input);
  // Also what somebody wanted a second time and may not have.
  if (told && !repeats && (!wantedNow || stopped)) return { ...unplanned, status: 'sent', reason: null };
  if (stopped) return { ...unplanned, status: 'skipped', reason: stopped };
  const times = planInTime(input, step, wantedNow, unplanned);
  return { ...unplanned, ...times, moved: times.status === 'planned' && movedMs > 0 };
}

type Times = Pick<PlannedReminder, 'status' | 'reason' | 'plan' | 'nearest'>;

/** When a step goes out that nothing but time and consent can stop. */
function planInTime(
  { appointment, settings, campaign, nowMs, table, book, ...input }: RemindersInput,
  step: ProgrammeStep,
  wantedNow: boolean,
  { slot, channel, intendedAtMs: stepAtMs, endsAtMs: endMs }: Omit<PlannedReminder, 'status' | 'reason'>,
): Times {
  const { zones, placeKey, consent } = appointment.recipient;
  const providerQueueSeconds = input.providerQueueSeconds[slot] ?? 0;
  const marginMs = windowMarginMs(channel, campaign, providerQueueSeconds);
  const law = lawOf(book, { placeKey, purpose: campaign.purpose, channel });
  const query: AllowedTimeQuery = {
    window: { zones, hours: campaign.hours, channel, law, isHoliday: book.isHoliday, marginMs, table },
    intendedMs: stepAtMs,
    lastMs: endMs - marginMs,
    nowMs,
    direction: step.when.kind === 'booking' || isAfterStart(step.when) ? 'forward' : 'back',
  };
  const calendar = calendarOf(query.window);
  const skip = (reason: SkipReason): Times => {
    const nearest = reason === 'no_consent' ? null : nearestAllowed(query, calendar);
    return { status: 'skipped', reason, plan: null, nearest };
  };

  if (stepAtMs >= query.lastMs) return skip('after_cutoff');
  const allowed = allowedTime(query, calendar);
  if (allowed === null || (wantedNow && allowed.atMs !== nowMs)) return skip('no_allowed_time');
  // One that may be no second late could never go out.
  const lateMs = Math.max(settings.lateSeconds, 1) * 1000;
  // What had passed when it was booked is never made up for: it would come at once, with the booking.
  const overWhenBooked = !wantedNow && stepAtMs < appointment.bookedAtMs;
  if (overWhenBooked) return skip('passed');
  const earliestMs = Math.max(allowed.atMs, nowMs);
  const plan = planStep({
    settings: campaign,
    step: slot,
    zones,
    placeKey,
    consent,
    earliestMs,
    expiresAtMs: Math.min(allowed.atMs + lateMs, endMs),
    endsAtMs: endMs,
    providerQueueSeconds,
    table,
    book,
  });
  if (plan.kind === 'end') return skip(skipReasonOf(plan));
  const reason = allowed.reason ?? (plan.dueAtMs > earliestMs ? 'outside_hours' : null);
  return { status: 'planned', reason, plan, nearest: reason === null ? null : nearestAllowed(query, calendar) };
}

/** The time of a step by its timing; of a booking step that a move repeats and whose time is over, from now on. */
function timeOf(
  { settings, appointment, table, nowMs }: RemindersInput,
  step: ProgrammeStep,
  repeats: boolean,
): number {
  const { when } = step;
  // In a zone that nobody knows no clock shows anything; the step is skipped for that.
  if (when.kind === 'local' && !table.has(appointment.zone)) return appointment.startsAtMs;
  const atMs = intendedAtMs(when, appointment, table);
  const isOver = atMs + settings.lateSeconds * 1000 <= nowMs;
  return when.kind === 'booking' && repeats && isOver ? nowMs + when.afterSeconds * 1000 : atMs;
}

/** Who or what has stopped a step, other than times and numbers. */
function whyStopped(appointment: AppointmentToPlan, step: ProgrammeStep, wantedNow: boolean): SkipReason | null {
  if (appointment.state === 'cancelled') return 'cancelled';
  if (appointment.stoppedBy === 'series_paused') return 'series_paused';
  if (wantedNow) return null;
  if (appointment.skipped.includes(step.key)) return 'skipped';
  if (step.afterConfirm === 'send') return null;
  if (appointment.stoppedBy === 'answered') return 'answered';
  return appointment.state === 'confirmed' ? 'confirmed' : null;
}

function whyNowhere({ appointment, table }: RemindersInput): SkipReason | null {
  const { zones } = appointment.recipient;
  const known = zones.length > 0 && zones.every((zone) => table.has(zone)) && table.has(appointment.zone);
  return known ? null : 'zone_unknown';
}

/** The action that a step begins with: the first that the person did not refuse and the number can take. */
function chooseAction(
  { key, actions }: ProgrammeStep,
  { barred, lineType }: AppointmentToPlan['recipient'],
): { action: ProgrammeAction; refused: SkipReason | null } {
  const [first] = actions;
  if (!first) throw new RangeError(`the step ${key} has no action`);
  const allowed = actions.filter(({ channel }) => !barred.includes(channel));
  const action = allowed.find(({ channel }) => channel === 'call' || takesTexts(lineType));
  if (action) return { action, refused: null };
  return { action: first, refused: allowed.length < actions.length ? 'opted_out' : 'no_textable_number' };
}

/** What ends a plan, in the words of a reminder. */
function skipReasonOf({ state, reason }: EndPlan): SkipReason {
  if (state === 'no_consent') return 'no_consent';
  if (state === 'unknown_zone') return 'zone_unknown';
  if (reason === 'window_never_open') return 'no_allowed_time';
  // It is late, and the next open moment comes too late.
  if (state === 'expired') return 'passed';
  throw new RangeError(`no step of the campaign to plan: ${reason}`);
}
