import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { balancesQuery } from '../../api/system.ts';
import { money } from '../../format/money.ts';

/** What is left in the accounts, by currency. */
export function Balance() {
  const { data } = useQuery(balancesQuery);
  const left = new Map<string, number>();
  for (const { owner, currency, freeMicros } of data?.items ?? []) {
    if (owner === 'account') left.set(currency, (left.get(currency) ?? 0) + freeMicros);
  }
  if (left.size === 0) return null;
  const words = [...left].map(([currency, micros]) => money(micros, currency)).join(' + ');
  return (
    <Link
      to="/credits"
      className="rounded-md px-2 py-1 text-sm hover:bg-hover max-sm:hidden"
      title="Credit that is free"
    >
      <span className="mr-1.5 text-subtle max-lg:sr-only">Balance</span>
      <span className="font-medium">{words}</span>
    </Link>
  );
}
