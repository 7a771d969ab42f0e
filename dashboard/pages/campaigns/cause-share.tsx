import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import { count, share } from '../../format/number.ts';
import type { Charts } from './queries.ts';

const SHOWN = 7;

/** Failed attempts by cause; it is its own table. */
export function CauseShare({ charts }: { charts: Charts }) {
  const { failures, campaignId } = charts;
  const total = failures.reduce((sum, { attempts }) => sum + attempts, 0);
  const most = Math.max(1, ...failures.map(({ attempts }) => attempts));
  const rest = failures.slice(SHOWN).reduce((sum, { attempts }) => sum + attempts, 0);
  return (
    <section aria-label="Failures by cause" className="rounded-lg border border-line bg-surface p-4">
      <h3 className="font-semibold">Failures by cause</h3>
      <p className="mb-3 text-sm text-subtle">
        {total === 0 ? 'Failed attempts.' : `${count(total)} failed attempts. Each leads to its people.`}
      </p>
      {total === 0 ? (
        <p data-tone="success" className="flex items-center gap-2 py-8 text-tone-fg">
          <CircleCheck aria-hidden size={18} />
          No attempt has failed.
        </p>
      ) : (
        <ul className="grid grid-cols-[fit-content(14rem)_minmax(2rem,1fr)_auto] gap-x-3 gap-y-1.5">
          {failures.slice(0, SHOWN).map(({ cause, words, attempts }) => (
            <li key={cause} className="contents">
              <Link
                to="/failures/$cause"
                params={{ cause }}
                search={{ campaign: campaignId }}
                className="group col-span-3 grid grid-cols-subgrid items-center rounded-sm"
              >
                <span className="group-hover:underline">{words}</span>
                <span aria-hidden data-tone="retryable" className="h-2 rounded-full bg-sunken">
                  <span
                    className="block h-full rounded-full bg-tone-solid"
                    style={{ width: `${(attempts / most) * 100}%` }}
                  />
                </span>
                <span className="text-right">
                  <span className="font-medium">{count(attempts)}</span>{' '}
                  <span className="inline-block w-12 text-sm text-subtle max-sm:hidden">{share(attempts, total)}</span>
                </span>
              </Link>
            </li>
          ))}
          {rest > 0 && (
            <li className="col-span-3">
              <Link to="/campaigns/$campaignId/failures" params={{ campaignId }} className="link text-sm">
                {count(rest)} of other causes
              </Link>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}
