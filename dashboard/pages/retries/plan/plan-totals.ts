import { money } from '../../../format/money.ts';
import type { Retry } from '../queries.ts';

/** What of a plan is added up. */
export type PlanSum = Pick<
  Retry['plan'],
  'matches' | 'willDial' | 'outsideHours' | 'durationSeconds' | 'currency' | 'costAtMostMicros'
>;

export interface PlanTotals {
  matches: number;
  willDial: number;
  outsideHours: number;
  /** They go side by side: as long as the longest takes. */
  durationSeconds: number;
  /** By currency: amounts of several are not added up. */
  costMicros: ReadonlyMap<string, number>;
}

/** Pure. What was refused counts for nothing. */
export function totalsOf(plans: readonly { retry: { plan: PlanSum } | null }[]): PlanTotals {
  const made = plans.flatMap(({ retry }) => (retry === null ? [] : [retry.plan]));
  const sum = (of: (plan: (typeof made)[number]) => number): number => made.reduce((all, plan) => all + of(plan), 0);
  const costMicros = new Map<string, number>();
  for (const { currency, costAtMostMicros } of made) {
    costMicros.set(currency, (costMicros.get(currency) ?? 0) + costAtMostMicros);
  }
  return {
    matches: sum(({ matches }) => matches),
    willDial: sum(({ willDial }) => willDial),
    outsideHours: sum(({ outsideHours }) => outsideHours),
    durationSeconds: Math.max(0, ...made.map(({ durationSeconds }) => durationSeconds)),
    costMicros,
  };
}

export const costWords = ({ costMicros }: Pick<PlanTotals, 'costMicros'>): string =>
  [...costMicros].map(([currency, micros]) => money(micros, currency)).join(' + ');
