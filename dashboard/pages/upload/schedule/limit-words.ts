import { count } from '../../../format/number.ts';
import type { Account, Settings } from '../queries.ts';

type Step = Pick<Settings['steps'][number], 'channel' | 'numberId'>;

/** What is said at a number of calls at once that the account does not carry. Pure. */
export const tooMany = (
  most: number,
  account: Pick<Account, 'maxConcurrentCalls' | 'name'> | undefined,
): string | undefined =>
  account === undefined || most <= account.maxConcurrentCalls
    ? undefined
    : `More than ${account.name} carries: there are never more than ${count(account.maxConcurrentCalls)} at once.`;

/** The slowest of the account's paces that hold for all of the steps, in dials a second; undefined = none does. Pure. */
export function rateOf(account: Pick<Account, 'paces'> | undefined, steps: readonly Step[]): number | undefined {
  const paces = account?.paces ?? [];
  const rates = paces
    .filter((pace) => steps.every(({ channel }) => pace.channel === null || pace.channel === channel))
    .filter((pace) => steps.every(({ numberId }) => pace.numberId === undefined || pace.numberId === numberId))
    .map(({ maxCount, windowMs }) => (maxCount * 1_000) / windowMs);
  return rates.length === 0 ? undefined : Math.round(Math.min(...rates) * 100) / 100;
}

/** What is said at a speed that is above the account's. Pure. */
export function tooFast(
  { pacePerSecond, steps }: { pacePerSecond: number | null; steps: readonly Step[] },
  account: Pick<Account, 'paces' | 'name'> | undefined,
): string | undefined {
  const rate = rateOf(account, steps);
  return account === undefined || rate === undefined || pacePerSecond === null || pacePerSecond <= rate
    ? undefined
    : `Faster than ${account.name} may: never more than ${rate} are begun a second.`;
}
