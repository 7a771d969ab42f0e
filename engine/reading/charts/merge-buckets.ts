/** Ends of one stretch of five minutes with one outcome, as they are kept. */
export interface Ended {
  atMs: number;
  outcome: string;
  n: number;
  micros: number;
}

export interface OutcomePoint {
  atMs: number;
  byOutcome: Record<string, number>;
  micros: number;
}

/** In which the ends are kept. */
export const KEPT_SECONDS = 300;
const MOST_POINTS = 300;
const HOUR = 3_600;
const SIZES = [300, 600, 900, 1_800, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR, 7 * 24 * HOUR];

/** The smallest stretch in which a time has no more points than a chart can show. */
export function bucketSeconds(fromMs: number, toMs: number): number {
  const fits = (seconds: number): boolean =>
    Math.ceil(toMs / (seconds * 1_000)) - Math.floor(fromMs / (seconds * 1_000)) <= MOST_POINTS;
  const years = Math.ceil((toMs - fromMs) / (MOST_POINTS - 1) / 1_000 / (7 * 24 * HOUR)) * 7 * 24 * HOUR;
  return SIZES.find(fits) ?? years;
}

/** Merges ends into points of that size, in their order; stretches in which nothing ended are points too. */
export function mergeBuckets(ended: readonly Ended[], fromMs: number, toMs: number, seconds: number): OutcomePoint[] {
  if (toMs <= fromMs) return [];
  const stepMs = seconds * 1_000;
  const firstMs = Math.floor(fromMs / stepMs) * stepMs;
  const points: OutcomePoint[] = [];
  for (let atMs = firstMs; atMs < toMs; atMs += stepMs) points.push({ atMs, byOutcome: {}, micros: 0 });
  for (const { atMs, outcome, n, micros } of ended) {
    const point = points[Math.floor((atMs - firstMs) / stepMs)];
    if (point === undefined) continue;
    point.micros += micros;
    if (n !== 0) point.byOutcome[outcome] = (point.byOutcome[outcome] ?? 0) + n;
  }
  return points;
}

export interface HourOfDay {
  /** 0 to 23, on the wall clock of the zone. */
  hour: number;
  ended: number;
  answered: number;
  /** 0 to 1; null = nothing ended in that hour. */
  rate: number | null;
}

/** How often people answer, by the hour of the day. `offsetMinutesAt` is that of the zone whose clock is looked at. */
export function answerRateByHour(
  ended: readonly Ended[],
  isAnswer: (outcome: string) => boolean,
  offsetMinutesAt: (instantMs: number) => number,
): HourOfDay[] {
  const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, ended: 0, answered: 0 }));
  for (const { atMs, outcome, n } of ended) {
    const wallMs = atMs + offsetMinutesAt(atMs) * 60_000;
    const hour = hours[Math.floor(wallMs / (HOUR * 1_000)) % 24];
    if (hour === undefined) continue;
    hour.ended += n;
    if (isAnswer(outcome)) hour.answered += n;
  }
  return hours.map((hour) => ({ ...hour, rate: hour.ended > 0 ? hour.answered / hour.ended : null }));
}
