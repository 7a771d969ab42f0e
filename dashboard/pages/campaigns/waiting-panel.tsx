import { useQuery } from '@tanstack/react-query';
import { Callout } from '../../components/callout.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { count, share } from '../../format/number.ts';
import { reasonsQuery, type Progress, type Reasons } from './queries.ts';
import { waitingRows } from './waiting-words.ts';

const SHOWN = 8;
/** The head of the page says these in its own words. */
const SAID_ABOVE: readonly string[] = ['campaign', 'pace'];

/** What is in the way of everybody, and what each of those who are left waits for. */
export function WaitingPanel({ campaignId, progress }: { campaignId: string; progress: Progress }) {
  const { state, contacts } = progress;
  const query = useQuery(reasonsQuery(campaignId, { state, contacts: contacts.total }));
  if (state === 'completed' || state === 'cancelled') return null;
  return (
    <section>
      <h2 className="mb-3 text-lg font-semibold">Who waits, and for what</h2>
      <QueryView
        query={query}
        what="Why people wait"
        works="dialing goes on, and the counts above are right"
        skeleton={<Skeleton className="h-32 w-full" />}
      >
        {(reasons) => <Waiting reasons={reasons} isPaused={state === 'paused'} />}
      </QueryView>
    </section>
  );
}

function Waiting({ reasons, isPaused }: { reasons: Reasons; isPaused: boolean }) {
  const rows = waitingRows(reasons, isPaused);
  const total = rows.reduce((sum, { contacts }) => sum + contacts, 0);
  const rest = rows.slice(SHOWN).reduce((sum, { contacts }) => sum + contacts, 0);
  return (
    <div className="flex flex-col gap-3">
      {reasons.blocks
        .filter(({ rule }) => !SAID_ABOVE.includes(rule))
        .map(({ rule, evidence, whatWouldChange }) => (
          <Callout key={rule} tone="warning" title={capital(evidence)}>
            {whatWouldChange !== null && `What would change it: ${whatWouldChange}.`}
          </Callout>
        ))}
      {total === 0 ? (
        <p className="rounded-lg border border-line bg-surface px-4 py-3 text-muted">Nobody waits any more.</p>
      ) : (
        <div className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-base">
            <caption className="sr-only">People who wait, by reason</caption>
            <thead className="text-left text-xs text-subtle">
              <tr>
                <th className="px-4 py-2 font-medium">Reason</th>
                <th className="px-4 py-2 text-right font-medium">People</th>
                <th className="px-4 py-2 text-right font-medium max-sm:hidden">Share</th>
                <th className="px-4 py-2 font-medium max-sm:hidden">Earliest</th>
                <th className="px-4 py-2 font-medium max-md:hidden">Latest</th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, SHOWN).map((row) => (
                <tr key={`${row.state}${row.code}${row.nextAt}`} className="border-t border-line">
                  <td className="px-4 py-2">
                    {row.words}
                    {row.nextAt !== null && (
                      <span className="block text-sm text-subtle sm:hidden">
                        earliest <Time at={row.nextAt} as="both" />
                      </span>
                    )}
                  </td>
                  <td className="px-4 py-2 text-right font-medium">{count(row.contacts)}</td>
                  <td className="px-4 py-2 text-right whitespace-nowrap text-subtle max-sm:hidden">
                    {share(row.contacts, total)}
                  </td>
                  <td className="px-4 py-2 max-sm:hidden">
                    <Time at={row.nextAt} as="both" />
                  </td>
                  <td className="px-4 py-2 max-md:hidden">
                    <Time at={row.lastAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {rest > 0 && (
            <p className="border-t border-line px-4 py-2 text-sm text-subtle">
              {count(rest)} others wait for later hours.
            </p>
          )}
        </div>
      )}
      <p className="text-xs text-subtle">
        Counted <Time at={reasons.at} as="relative" />.
      </p>
    </div>
  );
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
