import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { aboutMissing, isMissingCode } from './stale-version.ts';

/** A page that threw: its code is missing, which an update explains, or a fault. The shell around it still works. */
export function ErrorPage({ error }: { error: unknown }) {
  const isMissing = isMissingCode(error);
  useEffect(() => {
    if (isMissing) void aboutMissing();
  }, [isMissing]);
  return (
    <>
      <PageHeader title={isMissing ? 'This page could not be fetched' : 'This page failed'} />
      <ErrorState
        what="This page"
        error={error}
        works="the other pages, and every call that is under way"
        onRetry={() => location.reload()}
      />
    </>
  );
}

export const NotFoundPage = () => (
  <>
    <PageHeader title="Nothing here" />
    <EmptyState
      title="There is no page at this address"
      action={
        <Link to="/campaigns" className="link">
          All campaigns
        </Link>
      }
    >
      The link may be of an older version.
    </EmptyState>
  </>
);
