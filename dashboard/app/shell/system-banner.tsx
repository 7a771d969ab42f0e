import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { systemQuery, type SystemWarning } from '../../api/system.ts';
import { ToneIcon } from '../../components/tone-icon.tsx';
import { Time } from '../../components/time.tsx';
import { clock } from '../../format/time.ts';
import { useStaleVersion } from '../stale-version.ts';

/** Bad news on every page, with what waits and what still works (R13). */
export function SystemBanner() {
  const { data } = useQuery(systemQuery);
  const stopped = data?.stopped;
  const isStale = useStaleVersion();
  return (
    <div role="region" aria-label="Warnings" className="empty:hidden">
      {stopped !== null && stopped !== undefined && (
        <Line tone="danger">
          <strong>All dialing is stopped</strong> by {stopped.by ?? 'somebody'} at {clock(Date.parse(stopped.at))}
          {stopped.reason === null || stopped.reason === 'by_person' ? '.' : `: ${stopped.reason}`}
        </Line>
      )}
      {isStale && (
        <Line tone="info">
          <strong>Outdial was updated.</strong> This tab is of an older version.{' '}
          <button type="button" className="underline underline-offset-3" onClick={() => location.reload()}>
            Reload
          </button>
        </Line>
      )}
      {data?.warnings.map((warning) => (
        <Line key={warning.code} tone="warning">
          <Words {...warning} />
        </Line>
      ))}
    </div>
  );
}

const Words = ({ words, since, waits, works }: SystemWarning) => (
  <>
    <strong>{words}</strong>{' '}
    {since !== null && (
      <>
        Since <Time at={since} as="both" />.{' '}
      </>
    )}
    {/* A small screen keeps its room for the page: the link leads to the rest. */}
    <span className="max-sm:hidden">
      Waits: {waits} {works}{' '}
    </span>
    <Link to="/system" className="underline underline-offset-3">
      What to do
    </Link>
  </>
);

const Line = ({ tone, children }: { tone: 'danger' | 'warning' | 'info'; children: ReactNode }) => (
  <p
    data-tone={tone}
    className="flex items-start gap-2 border-b border-tone-line bg-tone-bg px-4 py-2 text-sm text-tone-fg sm:px-6"
  >
    <ToneIcon tone={tone} size={16} className="mt-0.5 shrink-0" />
    <span>{children}</span>
  </p>
);
