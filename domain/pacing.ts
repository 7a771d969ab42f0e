/** A rate limit and the earliest send time that it still has free. */
export interface PacerState {
  id: string;
  maxCount: number;
  windowMs: number;
  nextAtMs: number;
}

export interface Grant {
  /** How many sends are granted; 0 = none yet. */
  count: number;
  firstAtMs: number;
  /** Distance between two sends; 0 = unlimited. */
  spacingMs: number;
  /** A send that is later than this after its granted time is given up. */
  maxLateMs: number;
  /** Where each limit stands afterwards. */
  nextAtMs: { id: string; nextAtMs: number }[];
  /** When the next send will be free, for the caller to wait until. */
  freeAtMs: number;
}

/** Limits are planned at 95 %: a send up to 50 ms late then never breaks a sliding window (reference: measured at 1-500 CPS). */
export const PLANNED_SHARE = 0.95;
/** A limit whose next time lies further away than this beyond its spacing was left by a moved clock: it starts again. */
const LOST_AFTER_MS = 5_000;

const spacingOf = (pacer: PacerState): number => pacer.windowMs / (pacer.maxCount * PLANNED_SHARE);

/**
 * Grants evenly spaced send times under every limit at once, up to `horizonMs` ahead. Even spacing holds a limit in
 * every sliding window, needs no memory of past sends, and goes on after a restart where it was.
 */
export function grantSends(pacers: readonly PacerState[], nowMs: number, horizonMs: number, wanted: number): Grant {
  const spacingMs = Math.max(0, ...pacers.map(spacingOf));
  const starts = pacers.map((pacer) =>
    pacer.nextAtMs > nowMs + spacingOf(pacer) + LOST_AFTER_MS ? nowMs : pacer.nextAtMs,
  );
  const firstAtMs = Math.max(nowMs, ...starts);
  const fits =
    firstAtMs > nowMs + horizonMs
      ? 0
      : spacingMs === 0
        ? wanted
        : Math.floor((nowMs + horizonMs - firstAtMs) / spacingMs) + 1;
  const count = Math.max(0, Math.min(wanted, fits));
  const lastAtMs = firstAtMs + (count - 1) * spacingMs;
  return {
    count,
    firstAtMs,
    spacingMs,
    maxLateMs: maxLateMs(pacers),
    nextAtMs: count === 0 ? [] : pacers.map((pacer) => ({ id: pacer.id, nextAtMs: lastAtMs + spacingOf(pacer) })),
    freeAtMs: count === 0 ? firstAtMs : lastAtMs + spacingMs,
  };
}

/** How far ahead a claim may book send times: reminders and manual calls see further than campaigns, which is their priority. */
export const GRANT_HORIZON_MS = { campaign: 250, manual: 1_000, service: 1_000, programme: 1_000, retry: 250 } as const;

/** The part of a window by which every send in it may be late: just under what planning at 95 % leaves free. */
const LATE_SHARE = 0.05;
/** The gate's deadline is near: later than this is not worth a try. */
const LATEST_MS = 800;

/** A granted time missed by more than this is given up, not sent late: 50 ms of a one-second window. */
const maxLateMs = (pacers: readonly Pick<PacerState, 'windowMs'>[]): number =>
  pacers.length === 0 ? Infinity : Math.min(LATEST_MS, ...pacers.map(({ windowMs }) => windowMs * LATE_SHARE));
