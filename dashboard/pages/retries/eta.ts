import { leftOf } from './left-of.ts';
import type { Retry } from './queries.ts';

/** Fewer dials a second are a lull, from which nothing is foretold. */
const LEAST_PER_SECOND = 0.01;

/** How long what is left takes at the pace of the last minute; else the plan's share of it; null = it does not move. */
export function etaMs(retry: Pick<Retry, 'state' | 'members' | 'plan' | 'sendsPerSecond'>): number | null {
  const left = leftOf(retry);
  if (retry.state !== 'running') return null;
  if (left === 0) return 0;
  if (retry.sendsPerSecond >= LEAST_PER_SECOND) return (left / retry.sendsPerSecond) * 1_000;
  const { willDial, durationSeconds } = retry.plan;
  return willDial === 0 ? null : (left / willDial) * durationSeconds * 1_000;
}
