import { clsx } from 'clsx';
import { money, pointSpace } from '../format/money.ts';

interface MoneyProps {
  /** Integer millionths of the currency. */
  micros: number | null | undefined;
  currency: string;
  /** A plus before what comes in; for ledgers. */
  signed?: boolean;
  strong?: boolean;
  /** In a column of a table: points stand under each other, however many decimals there are. */
  inColumn?: boolean;
}

/** An amount. Nothing known is a dash, never 0. */
export function Money({ micros, currency, signed, strong, inColumn }: MoneyProps) {
  if (micros === null || micros === undefined) return <span className="text-subtle">–</span>;
  const shown = money(micros, currency);
  return (
    <span className={clsx('whitespace-nowrap', strong && 'font-medium')}>
      {signed && micros > 0 ? '+' : ''}
      {shown}
      {inColumn && pointSpace(shown)}
    </span>
  );
}
