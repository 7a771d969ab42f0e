import { useRef } from 'react';
import type { Progress } from './queries.ts';

interface Sample {
  atMs: number;
  answered: number;
  failed: number;
}

export interface MinuteRates {
  answered: number;
  failed: number;
  /** How long the look back is; a minute at most. */
  overMs: number;
}

const MINUTE_MS = 60_000;
const SHORTEST_MS = 5_000;
const GOOD: readonly string[] = ['answered', 'sms_sent', 'voicemail'];

const sampleOf = ({ at, outcomes }: Progress): Sample => ({
  atMs: Date.parse(at),
  answered: outcomes['answered'] ?? 0,
  failed: Object.entries(outcomes).reduce((sum, [outcome, count]) => sum + (GOOD.includes(outcome) ? 0 : count), 0),
});

/** Pure: what came in between the oldest sample of the last minute and now, a minute. Null = too short to say. */
export function ratesOf(samples: readonly Sample[]): MinuteRates | null {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.atMs - first.atMs < SHORTEST_MS) return null;
  const overMs = last.atMs - first.atMs;
  const aMinute = (count: number): number => (Math.max(0, count) / overMs) * MINUTE_MS;
  return { answered: aMinute(last.answered - first.answered), failed: aMinute(last.failed - first.failed), overMs };
}

/** Answers and failures a minute, from the pictures that the stream brought in the last minute. */
export function useMinuteRates(progress: Progress): MinuteRates | null {
  const samples = useRef<readonly Sample[]>([]);
  const next = sampleOf(progress);
  if (samples.current.at(-1)?.atMs !== next.atMs) {
    samples.current = [...samples.current, next].filter(({ atMs }) => atMs >= next.atMs - MINUTE_MS);
  }
  return ratesOf(samples.current);
}
