/** The most rows that any one step of a plan (explain, analyze, format json) gave, or threw away. */
export function mostRows(plan: unknown): number {
  if (Array.isArray(plan)) return Math.max(0, ...plan.map(mostRows));
  if (typeof plan !== 'object' || plan === null) return 0;
  const own = numberOf(plan, 'Actual Rows') + numberOf(plan, 'Rows Removed by Filter');
  return Math.max(own, ...Object.values(plan).map(mostRows));
}

const numberOf = (plan: object, name: string): number => Number(new Map(Object.entries(plan)).get(name) ?? 0);
