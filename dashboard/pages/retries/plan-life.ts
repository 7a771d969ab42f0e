import type { Retry } from './queries.ts';

/** A plan speaks of the hours, the money and the people of its time; the engine refuses older ones. */
export const PLAN_LIFE_MS = 24 * 3_600_000;

export const isTooOld = ({ plannedAt }: Pick<Retry, 'plannedAt'>, nowMs: number): boolean =>
  nowMs - Date.parse(plannedAt) > PLAN_LIFE_MS;
