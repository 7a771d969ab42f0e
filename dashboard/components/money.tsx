import { clsx } from 'clsx';
import { money } from '../format/money.ts';

interface MoneyProps {
  /** Integer millionths of the currency. */
  micros: number | null | undefined;
  currency: string;
  /** A plus before what comes in; for ledgers. */
  signed?: boolean;
  strong?: boolean;
}

/** An amount. Nothing known is a dash, never 0. */
export function Money({ micros, currency, signed, strong }: MoneyProps) {
  if (micros === null || micros === undefined) return <span className="text-subtle">–</span>;
  return (
    <span className={clsx('whitespace-nowrap', strong && 'font-medium')}>
      {signed && micros > 0 ? '+' : ''}
      {money(micros, currency)}
    </span>
  );
}
