import type { ContactState } from '../../../domain/contact-state.ts';
import { sayLocal } from '../../../domain/explain/say-when.ts';
import type { ContactPlan } from '../../../domain/plan-contact.ts';
import type { ZoneTable } from '../../../domain/zone-table.ts';
import type { DryGroup } from './read-groups.ts';

export interface DryRun {
  campaignId: string;
  at: string;
  contacts: number;
  /** May be dialled at that very moment, as far as hours, law, consent and noes go. */
  now: number;
  /** By the instant from which they may be, earliest first. */
  later: { at: string; zone: string; label: string; contacts: number }[];
  /** Further instants than are listed: summed up. */
  laterMore: number;
  /** Would not be dialled, and why; most contacts first. */
  never: { state: ContactState; reason: string; contacts: number }[];
  /** In the list for a person to repair. */
  needZone: number;
  needConsent: number;
  /** Under way or finished before. */
  inFlight: number;
  finished: number;
  /** Every contact of `now` and `later` dialled once, each at its dearest. */
  oneRoundMicros: number;
  /** One plain sentence. */
  message: string;
}

interface SumInput {
  campaignId: string;
  atMs: number;
  table: ZoneTable;
  /** What one attempt of each step may cost. */
  holdMicros: readonly number[];
}

const MINUTE_MS = 60_000;
const MOST_INSTANTS = 100;
const MOST_SAID = 4;

/** Counts what the planner says of each group. */
export function sumPlans(
  planned: readonly { group: DryGroup; plan: ContactPlan | null }[],
  { campaignId, atMs, table, holdMicros }: SumInput,
): DryRun {
  const later = new Map<number, { zone: string; contacts: number }>();
  const never = new Map<string, DryRun['never'][number]>();
  const sums = { contacts: 0, now: 0, inFlight: 0, finished: 0, oneRoundMicros: 0 };
  for (const { group, plan } of planned) {
    const { contacts } = group;
    sums.contacts += contacts;
    const end = plan === null ? repairable(group) : plan.kind === 'end' ? plan : null;
    if (end !== null) {
      const key = `${end.state}|${end.reason}`;
      const known = never.get(key) ?? { state: end.state, reason: end.reason, contacts: 0 };
      never.set(key, { ...known, contacts: known.contacts + contacts });
    } else if (plan === null || plan.kind === 'end') {
      sums[group.state === 'in_flight' ? 'inFlight' : 'finished'] += contacts;
    } else {
      sums.oneRoundMicros += contacts * (holdMicros[plan.step] ?? 0);
      if (plan.dueAtMs <= atMs) {
        sums.now += contacts;
      } else {
        const minuteMs = Math.ceil(plan.dueAtMs / MINUTE_MS) * MINUTE_MS;
        const known = later.get(minuteMs) ?? { zone: plan.number.zones[0] ?? 'UTC', contacts: 0 };
        later.set(minuteMs, { ...known, contacts: known.contacts + contacts });
      }
    }
  }
  const instants = [...later].sort(([a], [b]) => a - b);
  const listed = instants.slice(0, MOST_INSTANTS).map(([ms, { zone, contacts }]) => ({
    at: new Date(ms).toISOString(),
    zone,
    label: sayLocal(table, zone, ms, atMs),
    contacts,
  }));
  const reasons = [...never.values()].sort((a, b) => b.contacts - a.contacts);
  const inState = (state: string): number =>
    reasons.filter((each) => each.state === state).reduce((sum, { contacts }) => sum + contacts, 0);
  const counted = {
    campaignId,
    at: new Date(atMs).toISOString(),
    ...sums,
    later: listed,
    laterMore: instants.slice(MOST_INSTANTS).reduce((sum, [, { contacts }]) => sum + contacts, 0),
    never: reasons,
    needZone: inState('unknown_zone'),
    needConsent: inState('no_consent'),
  };
  return { ...counted, message: sayCounts(counted) };
}

/** Whom a repair puts back is not done with, whether the import, a plan or the gate found what is missing. */
function repairable({ state, reason }: DryGroup): { state: ContactState; reason: string } | null {
  return state === 'unknown_zone' || state === 'no_consent' ? { state, reason: reason ?? state } : null;
}

/** `41,002 now, 8,310 after 09:00 in America/Los_Angeles, 12 need a zone`. */
function sayCounts(counted: Omit<DryRun, 'message'>): string {
  const n = (count: number): string => count.toLocaleString('en-US');
  const byCount = counted.later.toSorted((a, b) => b.contacts - a.contacts);
  const said = byCount.slice(0, MOST_SAID).toSorted((a, b) => a.at.localeCompare(b.at));
  const rest = byCount.slice(MOST_SAID).reduce((sum, { contacts }) => sum + contacts, counted.laterMore);
  const others = counted.never.filter(({ state }) => state !== 'unknown_zone' && state !== 'no_consent');
  return [
    `${n(counted.now)} now`,
    ...said.map(({ contacts, label }) => `${n(contacts)} after ${label}`),
    ...(rest > 0 ? [`${n(rest)} at other times`] : []),
    ...(counted.needZone > 0 ? [`${n(counted.needZone)} need a zone`] : []),
    ...(counted.needConsent > 0 ? [`${n(counted.needConsent)} need a consent`] : []),
    ...others.map(({ contacts, reason }) => `${n(contacts)} never: ${reason}`),
    ...(counted.inFlight > 0 ? [`${n(counted.inFlight)} under way`] : []),
    ...(counted.finished > 0 ? [`${n(counted.finished)} finished`] : []),
  ].join(', ');
}
