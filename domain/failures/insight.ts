/** In what failures may be alike. */
export type InsightDimension = 'number' | 'prefix' | 'hour';

/** How often a value is among the failures of one cause, and among all dials that they are measured against. */
export interface Share {
  dimension: InsightDimension;
  value: string;
  /** As people read it: a number, a prefix with its place, an hour. */
  label: string;
  failed: number;
  /** Of all failures of the cause that have a value here, 0 to 1. */
  ofFailed: number;
  /** Of all dials, 0 to 1. */
  ofDials: number;
}

export interface Insight {
  words: string;
  dimension: InsightDimension;
  value: string;
}

/** Fewer are chance. */
const MIN_FAILED = 10;
/** Part of the failures that a value must have for the sentence to be worth reading. */
const MIN_SHARE = 0.5;
/** How much larger it must be than the value's part of the dials: what everybody dials from stands out in nothing. */
const MIN_LEAD = 0.25;
const MIN_TIMES = 1.5;
/** More would be a table, and that is shown beside it. */
const MAX_INSIGHTS = 3;

/** What the failures of a cause have in common beyond what all dials have, the clearest first. */
export function insightsOf(shares: readonly Share[]): Insight[] {
  return shares
    .filter(standsOut)
    .toSorted((a, b) => b.ofFailed - b.ofDials - (a.ofFailed - a.ofDials) || (a.value < b.value ? -1 : 1))
    .slice(0, MAX_INSIGHTS)
    .map((share) => ({ words: wordsOf(share), dimension: share.dimension, value: share.value }));
}

const standsOut = ({ failed, ofFailed, ofDials }: Share): boolean =>
  failed >= MIN_FAILED && ofFailed >= MIN_SHARE && ofFailed - ofDials >= MIN_LEAD && ofFailed >= ofDials * MIN_TIMES;

function wordsOf({ dimension, label, ofFailed, ofDials }: Share): string {
  const failed = percent(ofFailed);
  const dials = percent(ofDials);
  switch (dimension) {
    case 'number':
      return `${failed} of these failed from ${label}, which made ${dials} of all dials.`;
    case 'prefix':
      return `${failed} of these failed to ${label}, where ${dials} of all dials went.`;
    case 'hour':
      return `${failed} of these failed in the hour of ${label}, in which ${dials} of all dials ended.`;
  }
}

/** Whole percents; what is not all is never said to be all, and what is not nothing never nothing. */
export function percent(part: number): string {
  const rounded = Math.round(part * 100);
  if (rounded >= 100 && part < 1) return '99 %';
  if (rounded <= 0 && part > 0) return 'under 1 %';
  return `${rounded} %`;
}

/** The parts that each value has of `failed`, against `dials`. A value that no dial is known of has 0 of them. */
export function sharesOf(
  dimension: InsightDimension,
  failed: readonly { value: string; label: string; count: number }[],
  dials: ReadonlyMap<string, number>,
): Share[] {
  const allFailed = failed.reduce((sum, { count }) => sum + count, 0);
  const allDials = [...dials.values()].reduce((sum, count) => sum + count, 0);
  // Without anything to be measured against, nothing stands out.
  if (allFailed === 0 || allDials === 0) return [];
  return failed.map(({ value, label, count }) => ({
    dimension,
    value,
    label,
    failed: count,
    ofFailed: count / allFailed,
    ofDials: (dials.get(value) ?? 0) / allDials,
  }));
}
