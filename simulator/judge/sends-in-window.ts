import type { Arrival } from './judge.ts';

/** The most creates that arrived within any sliding window of `windowMs`, over all accounts and per account. */
export const maxSendsInWindow = (
  arrivals: readonly Arrival[],
  windowMs: number,
): { all: number; byAccount: Record<string, number> } => {
  const most = (own: readonly number[]): number => {
    let max = 0;
    let first = 0;
    for (let last = 0; last < own.length; last += 1) {
      while ((own[first] ?? 0) <= (own[last] ?? 0) - windowMs) first += 1;
      max = Math.max(max, last - first + 1);
    }
    return max;
  };
  const perAccount = new Map<string, number[]>();
  for (const { account, atMs } of arrivals) {
    const known = perAccount.get(account.name);
    if (known === undefined) perAccount.set(account.name, [atMs]);
    else known.push(atMs);
  }
  const byAccount: Record<string, number> = {};
  for (const [name, own] of perAccount) byAccount[name] = most(own.toSorted((a, b) => a - b));
  return { all: most(arrivals.map(({ atMs }) => atMs).toSorted((a, b) => a - b)), byAccount };
};
