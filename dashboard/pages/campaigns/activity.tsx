import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { addressOf } from '../../api/client.ts';
import { rowsOf } from '../../api/paged.ts';
import { useSession } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { Json } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { actionWords, detailWords } from './activity-words.ts';
import { auditQuery, type AuditEntry } from './queries.ts';
import { actorWords } from './words.ts';

const route = getRouteApi('/app/campaigns/$campaignId/activity');

/** Who did what with this campaign, when and why. */
export function CampaignActivity() {
  const { campaignId } = route.useParams();
  const query = useInfiniteQuery(auditQuery(campaignId));
  const entries = rowsOf(query.data);
  if (entries === undefined) {
    return query.isError ? (
      <ErrorState what="The activity" error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonLines lines={8} />
    );
  }
  return (
    <>
      <div className="mb-3 flex items-center justify-between gap-3">
        <p className="text-muted">
          Everything that people and programs did with it, its retries and its lists. What Outdial does by itself is in
          the timeline of each person.
        </p>
        <AsCommand
          call={{ method: 'GET', address: addressOf('/audit', { query: { campaignId } }) }}
          cli={`outdial audit --campaign ${campaignId}`}
        />
      </div>
      {entries.length === 0 ? (
        <EmptyState title="Nothing happened yet">
          Launches, pauses, changes of settings and cancels are kept here.
        </EmptyState>
      ) : (
        <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {query.hasNextPage && (
        <p className="mt-3">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older
          </Button>
        </p>
      )}
    </>
  );
}

/** What is done with a retry says with which. */
function OfRetry({ entry: { subject, subjectName } }: { entry: AuditEntry }) {
  const [kind = '', id = ''] = subject.split(':');
  if (kind !== 'retry' || subjectName === null)
    return subjectName !== null && kind === 'import' ? ` “${subjectName}”` : null;
  return (
    <>
      {' '}
      <Link className="link" to="/retries/$retryId" params={{ retryId: id }}>
        {subjectName}
      </Link>
    </>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { user } = useSession();
  const detail = detailWords(entry);
  const hasDetails = Object.keys(entry.details).length > 0;
  return (
    <li className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="w-36 shrink-0 text-subtle">
        <Time at={entry.at} />
      </span>
      <div className="min-w-0 flex-[1_1_18rem]">
        <p>
          <span className="font-medium">{actorWords(entry.actor, user.email)}</span> {actionWords(entry.action)}
          <OfRetry entry={entry} />
          {detail !== undefined && <span className="text-muted">: {detail}</span>}
        </p>
        {entry.reason !== null && <p className="text-sm text-muted">“{entry.reason}”</p>}
        {hasDetails && (
          <details className="mt-1 text-sm">
            <summary className="cursor-pointer text-subtle">Details</summary>
            <div className="mt-2">
              <Json value={entry.details} label="Details of the entry" />
            </div>
          </details>
        )}
      </div>
    </li>
  );
}
