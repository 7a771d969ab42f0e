import type { Channel } from '../channel.ts';

/** What a message of appointments says and belongs to, as it stood at the instant. All times are ms since 1970. */
export interface MessageThen {
  programmeId: string;
  /** Its name. */
  programme: string;
  /** The step by its key, such as `24h-sms`. */
  step: string;
  /** At least one; several share it. The earliest start first. */
  appointments: readonly ServedAppointment[];
  /** Nothing of it leaves from then on: the cut-off, or what a step after the start has in its place. */
  endsAtMs: number | null;
  /** Since when a plan of its appointments no longer has it, and what changed that plan; null = all have it. */
  withdrawn: { atMs: number; change: string; externalId: string; by: string; cause: string | null } | null;
}

export interface ServedAppointment {
  externalId: string;
  /** The start that the message tells of, and the zone in which that is told. */
  startsAtMs: number;
  zone: string;
  /** As it is today. */
  today: {
    startsAtMs: number;
    isCancelled: boolean;
    /** What goes out for it next, other than this message; null = nothing. */
    next: { step: string; channel: Channel; atMs: number } | null;
  };
}
