import { Money } from '../../components/money.tsx';

interface CostWordsProps {
  oneRoundMicros: number;
  /** Everybody as often as allowed, each at its dearest. */
  mostMicros: number;
  budgetMicros: number | null;
  currency: string;
}

/** What a launch can cost, in the words of the wizard as of the campaign. The budget is the end of it in any case. */
export function CostWords({ oneRoundMicros, mostMicros, budgetMicros, currency }: CostWordsProps) {
  const upTo = (micros: number): number => Math.min(micros, budgetMicros ?? Infinity);
  return (
    <p>
      One try of everybody costs at most <Money micros={upTo(oneRoundMicros)} currency={currency} strong />, all tries
      at most <Money micros={upTo(mostMicros)} currency={currency} strong />: held call by call, never more than this.
    </p>
  );
}
