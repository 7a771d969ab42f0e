import type { Channel } from '../channel.ts';
import type { LineType } from '../line-type.ts';
import type { ContactNumber } from '../next-number.ts';
import type { DuePlan } from '../plan.ts';

/** booked, confirmed and cancelled are said by people; when it is over follows from its start. */
export const APPOINTMENT_STATES = ['booked', 'confirmed', 'cancelled'] as const;
export type AppointmentState = (typeof APPOINTMENT_STATES)[number];

/** Why a step goes out at another time than its own. */
export type MoveReason = 'closed_day' | 'outside_hours';

/** Why a step does not go out. */
export type SkipReason =
  | 'passed'
  | 'no_allowed_time'
  | 'after_cutoff'
  | 'confirmed'
  | 'answered'
  | 'cancelled'
  | 'skipped'
  | 'series_paused'
  | 'opted_out'
  | 'no_consent'
  | 'zone_unknown'
  | 'no_textable_number';

/** What the plan of an appointment depends on, as it stands now. */
export interface AppointmentToPlan {
  startsAtMs: number;
  /** In which its time was told, and in which local steps count. */
  zone: string;
  bookedAtMs: number;
  state: AppointmentState;
  /** The last answer, where its policy stops what is left. */
  stoppedBy: 'answered' | 'series_paused' | null;
  /** Keys of steps that somebody took out of this one appointment. */
  skipped: readonly string[];
  /** A step that somebody wants now, whatever its time was. */
  now: string | null;
  recipient: Pick<ContactNumber, 'zones' | 'placeKey' | 'consent'> & {
    lineType: LineType;
    barred: readonly Channel[];
  };
  /** Steps whose message was sent, may have been, or is on its way, and the start that it told of. */
  sent: readonly { key: string; startsAtMs: number }[];
}

/** One step of an appointment's plan. */
export interface PlannedReminder {
  key: string;
  /** The slot of the action that it begins with. */
  slot: number;
  channel: Channel;
  /** By its timing alone. */
  intendedAtMs: number;
  status: 'planned' | 'sent' | 'skipped';
  /** Why at another time (planned), or why not (skipped). */
  reason: MoveReason | SkipReason | null;
  /** The times of a planned one; `earliestMs` is the moment that was chosen for it. */
  plan: DuePlan | null;
  /** Not at or after: the cut-off, or what a step after the start has in its place. */
  endsAtMs: number;
  /** It tells of a start that was told before with another time. */
  moved: boolean;
  /** The nearest allowed moments of one that has no allowed time or would go out elsewhere; null = none before the start. */
  nearest: { beforeMs: number | null; afterMs: number | null } | null;
}
