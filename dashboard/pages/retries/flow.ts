import type { Result } from './queries.ts';

export interface Flow {
  before: string;
  beforeWords: string;
  total: number;
  reached: number;
  results: (Result & { same: boolean })[];
}

/** Pure: results by what they were before, the largest first; among them the good ones first. */
export function flowOf(results: readonly Result[]): Flow[] {
  const flows = new Map<string, Flow>();
  for (const result of results) {
    const { before, beforeWords, after, failed, count } = result;
    const flow = flows.get(before) ?? { before, beforeWords, total: 0, reached: 0, results: [] };
    flow.total += count;
    if (!failed) flow.reached += count;
    flow.results.push({ ...result, same: after === before });
    flows.set(before, flow);
  }
  for (const flow of flows.values()) {
    flow.results.sort((a, b) => Number(a.failed) - Number(b.failed) || b.count - a.count);
  }
  return [...flows.values()].toSorted((a, b) => b.total - a.total);
}
