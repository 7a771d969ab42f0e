import type { Channel } from '../../domain/channel.ts';
import type { LineType } from '../../domain/line-type.ts';
import type { ContactNumber } from '../../domain/next-number.ts';
import type { ContactPlan } from '../../domain/plan-contact.ts';
import { zonesOfKey } from '../planning/zones-of-key.ts';

/** What a change does to the contacts that wait. */
export interface PlannedEffect {
  /** Contacts that get another time. */
  moves: number;
  later: number;
  earlier: number;
  unchanged: number;
  /** Contacts that would end, by reason. */
  ends: Record<string, number>;
  /** When the first that waits is due, as it is and as it would be. */
  firstBeforeMs: number | null;
  firstAfterMs: number | null;
  /** When the last that moves would be due. */
  untilMs: number | null;
  /** The ten largest sets of zones. */
  byZone: ZoneEffect[];
}

export interface ZoneEffect {
  zones: string[];
  contacts: number;
  moves: number;
  ends: number;
  firstBeforeMs: number;
  firstAfterMs: number | null;
  untilMs: number | null;
}

/** Due rows that one plan fits: times are equal to the minute. */
export interface DueGroup {
  step: number;
  channel: Channel;
  zoneKey: string;
  placeKey: string;
  lineType: LineType;
  consent: ContactNumber['consent'] | null;
  earliestMs: number;
  expiresMs: number;
  dueMs: number;
  contacts: number;
}

const MINUTE_MS = 60_000;
const MOST_ZONES = 10;

interface Effect {
  group: DueGroup;
  /** Null = it stays as it is. */
  plan: ContactPlan | null;
}

/** Sums up what new plans would do to groups of due rows. */
export function sumEffects(effects: readonly Effect[], nowMs: number): PlannedEffect {
  const total: PlannedEffect = {
    moves: 0,
    later: 0,
    earlier: 0,
    unchanged: 0,
    ends: {},
    firstBeforeMs: null,
    firstAfterMs: null,
    untilMs: null,
    byZone: [],
  };
  const zones = new Map<string, ZoneEffect>();
  for (const { group, plan } of effects) {
    const { contacts, zoneKey } = group;
    // Who could be dialled already is due now, whatever its row says.
    const beforeMs = Math.max(group.dueMs, nowMs);
    let zone = zones.get(zoneKey);
    if (!zone) {
      const none = { contacts: 0, moves: 0, ends: 0, firstAfterMs: null, untilMs: null };
      zones.set(zoneKey, (zone = { zones: zonesOfKey(zoneKey), firstBeforeMs: beforeMs, ...none }));
    }
    zone.contacts += contacts;
    zone.firstBeforeMs = Math.min(zone.firstBeforeMs, beforeMs);
    total.firstBeforeMs = least(total.firstBeforeMs, beforeMs);
    if (plan?.kind === 'end') {
      total.ends[plan.reason] = (total.ends[plan.reason] ?? 0) + contacts;
      zone.ends += contacts;
      continue;
    }
    const afterMs = plan === null ? beforeMs : Math.max(plan.dueAtMs, nowMs);
    total.firstAfterMs = least(total.firstAfterMs, afterMs);
    zone.firstAfterMs = least(zone.firstAfterMs, afterMs);
    // Groups are of a minute: less than one is no move.
    if (Math.abs(afterMs - beforeMs) < MINUTE_MS) {
      total.unchanged += contacts;
      continue;
    }
    total.moves += contacts;
    total[afterMs > beforeMs ? 'later' : 'earlier'] += contacts;
    zone.moves += contacts;
    total.untilMs = Math.max(total.untilMs ?? 0, afterMs);
    zone.untilMs = Math.max(zone.untilMs ?? 0, afterMs);
  }
  total.byZone = [...zones.values()].sort((a, b) => b.contacts - a.contacts).slice(0, MOST_ZONES);
  return total;
}

const least = (a: number | null, b: number): number => (a === null ? b : Math.min(a, b));
