import { Link } from '@tanstack/react-router';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorState } from '../components/error-state.tsx';
import { PageHeader } from '../components/page-header.tsx';

/** A page that threw: a failed chunk after an update, or a fault. The shell around it still works. */
export const ErrorPage = ({ error }: { error: unknown }) => (
  <>
    <PageHeader title="This page failed" />
    <ErrorState
      what="This page"
      error={error}
      works="the other pages, and every call that is under way"
      onRetry={() => location.reload()}
    />
  </>
);

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
