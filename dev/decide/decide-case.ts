import type { CallingHours } from '../../domain/calling-hours.ts';
import { closedZonesAt, nextOpenStretch } from '../../domain/window.ts';
import type { ZoneTable } from '../../domain/zone-table.ts';

/** One question: may this person be contacted at this instant? */
export interface Case {
  zones: readonly string[];
  hours: CallingHours;
  marginMs: number;
  instantMs: number;
}

export interface Decision {
  allowed: boolean;
  /** Null when allowed; `unknown_zone`; or `closed:` and the zones that are closed, in the order asked. */
  reason: string | null;
  /** The earliest whole second from the instant on at which it is allowed; null where there is none in 400 days. */
  nextOpenMs: number | null;
}

/** Decides as planStep does (domain/plan.ts): by the stretch that gives an attempt its `due_at` and `closes_at`. */
export function decideCase(asked: Case, table: ZoneTable): Decision {
  const { zones, hours, marginMs, instantMs } = asked;
  if (zones.length === 0 || !zones.every((zone) => table.has(zone))) {
    return { allowed: false, reason: 'unknown_zone', nextOpenMs: null };
  }
  const query = { zones, hours, marginMs, table };
  // The whole second decides, the instant itself is kept: due_at is never before it.
  const secondMs = Math.floor(instantMs / 1_000) * 1_000;
  const stretch = nextOpenStretch({ ...query, fromMs: secondMs });
  const allowed = stretch !== null && stretch.opensAtMs <= instantMs && instantMs < stretch.closesAtMs;
  const next = secondMs === instantMs ? stretch : nextOpenStretch({ ...query, fromMs: instantMs });
  return {
    allowed,
    reason: allowed ? null : `closed:${closedZonesAt({ ...query, atMs: instantMs }).join(',')}`,
    nextOpenMs: next?.opensAtMs ?? null,
  };
}
