import { PLANNED_SHARE } from '../../../domain/pacing.ts';

/** What bounds the sends of one channel through one account. */
export interface LaneLimits {
  channel: 'call' | 'sms';
  accountPaces: readonly Pace[];
  /** Of each number that is sent from. */
  numberPaces: readonly (readonly Pace[])[];
  /** Sends per second that each programme allows itself; null = no limit of its own. */
  programmesPerSecond: readonly (number | null)[];
  /** Calls that may be live at once: of the account, and of each programme. */
  slots: number;
  programmeSlots: readonly number[];
  meanCallSeconds: number;
}

export interface Pace {
  maxCount: number;
  windowMs: number;
}

export interface Capacity {
  /** Sends an hour; null = nothing bounds it. */
  perHour: number | null;
  limitedBy: 'account_pace' | 'number_pace' | 'programme_pace' | 'slots' | null;
}

/** The least of all limits, as they are planned: paces at 95 %, slots by how long a call holds one. */
export function capacityOf(limits: LaneLimits): Capacity {
  const bounds: [number, Capacity['limitedBy']][] = [
    [paceOf(limits.accountPaces), 'account_pace'],
    [sum(limits.numberPaces.map(paceOf)), 'number_pace'],
    [sum(limits.programmesPerSecond.map((perSecond) => perHour(perSecond ?? Infinity))), 'programme_pace'],
  ];
  if (limits.channel === 'call') {
    const slots = Math.min(limits.slots, sum(limits.programmeSlots));
    bounds.push([(slots * 3_600) / Math.max(1, limits.meanCallSeconds), 'slots']);
  }
  const [least, limitedBy] = bounds.reduce(
    (lowest, bound) => (bound[0] < lowest[0] ? bound : lowest),
    [Infinity, null],
  );
  return Number.isFinite(least) ? { perHour: Math.floor(least), limitedBy } : { perHour: null, limitedBy: null };
}

const perHour = (perSecond: number): number => perSecond * 3_600 * PLANNED_SHARE;
const paceOf = (paces: readonly Pace[]): number =>
  Math.min(Infinity, ...paces.map(({ maxCount, windowMs }) => perHour((maxCount * 1_000) / windowMs)));
/** Of no number, or no programme: nothing is known that bounds it. */
const sum = (limits: readonly number[]): number =>
  limits.length === 0 ? Infinity : limits.reduce((total, limit) => total + limit, 0);
