import { useQuery } from '@tanstack/react-query';
import { balancesQuery } from '../../api/system.ts';
import { Money } from '../../components/money.tsx';
import { count } from '../../format/number.ts';
import { coverOf } from './affordable.ts';

interface CostWordsProps {
  /** Who is tried. */
  people: number;
  oneRoundMicros: number;
  /** Everybody as often as allowed, each at its dearest. */
  mostMicros: number;
  budgetMicros: number | null;
  /** The account of the first step, whose credit may end before the budget. */
  accountId: string | undefined;
  currency: string;
}

/** What a launch can cost, in the words of the wizard as of the campaign. The budget is the end of it in any case. */
export function CostWords({ people, oneRoundMicros, mostMicros, budgetMicros, accountId, currency }: CostWordsProps) {
  const balances = useQuery(balancesQuery).data?.items;
  const balance = balances?.find(({ owner, id }) => owner === 'account' && id === accountId);
  const cover = coverOf({ people, oneRoundMicros }, budgetMicros, balance?.freeMicros ?? null);
  return (
    <p>
      One try of everybody costs at most <Money micros={oneRoundMicros} currency={currency} strong />
      {cover.by !== null && (
        <>
          : the {cover.by} of <Money micros={cover.micros} currency={currency} strong /> covers about{' '}
          {count(cover.people)} of {count(people)} at the dearest, and who is left waits
        </>
      )}
      . All tries cost at most{' '}
      <Money micros={Math.min(mostMicros, budgetMicros ?? Infinity)} currency={currency} strong />: held call by call,
      never more than this.
    </p>
  );
}
