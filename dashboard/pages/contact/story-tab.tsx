import { useSearch } from '@tanstack/react-router';
import { useNow } from '../../app/use-now.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Time } from '../../components/time.tsx';
import { localZone, short } from '../../format/time.ts';
import { AttemptCard } from './attempt-card.tsx';
import type { History } from './queries.ts';
import { Why } from './why.tsx';

/** Why it stands where it stands, what comes next, and what was tried, the newest first. */
export function StoryTab({ history }: { history: History }) {
  const patch = usePatchSearch();
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const moment = typeof search['moment'] === 'string' ? search['moment'] : undefined;
  const attempts = history.attempts.toReversed();
  const nowMs = useNow();
  const [zone] = history.zones;
  // `?call=ID` is the attempt that somebody came for: from a line of the ledger.
  const picked = attempts.find(({ id }) => id === search['call']);
  return (
    <div className="flex flex-col gap-6">
      <Why history={history} at={moment} onNow={() => patch({ moment: undefined })} />
      {history.due.length > 0 && (
        <section>
          <h3 className="mb-2 font-semibold">What comes next</h3>
          <ul className="divide-y divide-line rounded-lg border border-line">
            {history.due.map((due) => (
              <li key={due.step} className="flex flex-wrap gap-x-3 gap-y-1 px-3 py-2">
                <span className="font-medium">{due.channel === 'call' ? 'Call' : 'Text'}</span>
                <span>
                  <Time at={due.tryAt} as="both" />
                  {zone !== undefined &&
                    zone !== localZone() &&
                    `, ${short(Date.parse(due.tryAt), nowMs, zone)} their time`}
                </span>
                <span className="text-subtle">
                  hours close <Time at={due.closesAt} />, too late after <Time at={due.expiresAt} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h3 className="mb-2 font-semibold">Attempts</h3>
        {attempts.length === 0 ? (
          <p className="rounded-lg border border-dashed border-line-strong px-4 py-6 text-center text-muted">
            Nobody has tried yet.
          </p>
        ) : (
          <ol className="flex flex-col gap-3">
            {attempts.map((attempt, at) => (
              <AttemptCard
                key={attempt.id}
                attempt={attempt}
                open={picked === undefined ? at === 0 : picked === attempt}
                isPicked={picked === attempt}
                onWhy={(instant) => patch({ moment: instant, about: undefined })}
              />
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}
