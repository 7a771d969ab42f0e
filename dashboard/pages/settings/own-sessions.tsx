import { useQuery } from '@tanstack/react-query';
import { useAct } from '../../app/use-act.ts';
import { Button } from '../../components/button.tsx';
import { Pill } from '../../components/pill.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { browserWords } from './browser-words.ts';
import { endSession, ownSessionsQuery, type OwnSession } from './queries.ts';

/** Every browser in which the person is signed in; others can be signed out from here. */
export function OwnSessions() {
  const query = useQuery(ownSessionsQuery);
  return (
    <QueryView query={query} what="Your sessions" skeleton={<SkeletonLines lines={3} />}>
      {({ items }) => (
        <ul aria-label="Sessions" className="divide-y divide-line">
          {items.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      )}
    </QueryView>
  );
}

function SessionLine({ session }: { session: OwnSession }) {
  const { id, createdAt, lastSeenAt, address, userAgent, isThis } = session;
  const ending = useAct({
    run: () => endSession(id),
    failed: 'It is still signed in',
    stale: [['own-sessions']],
    done: () => ({ title: 'Signed out there' }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1">
        <p className="font-medium" title={userAgent ?? undefined}>
          {browserWords(userAgent)}{' '}
          {isThis && (
            <Pill tone="live" size="sm">
              This browser
            </Pill>
          )}
        </p>
        <p className="text-sm text-subtle">
          {address === null ? '' : `${address}, `}signed in <Time at={createdAt} as="both" />, last used{' '}
          <Time at={lastSeenAt} as="relative" />
        </p>
      </div>
      {!isThis && (
        <Button size="sm" busy={ending.isPending} onClick={() => ending.mutate()}>
          Sign out
        </Button>
      )}
    </li>
  );
}
