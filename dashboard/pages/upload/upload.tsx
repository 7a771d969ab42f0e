import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { useLiveTopic } from '../../live/use-live.ts';
import { campaignQuery, importQuery, type Draft } from './queries.ts';
import { DraftProvider } from './draft-context.tsx';
import { Wizard } from './wizard.tsx';

const route = getRouteApi('/app/uploads/$importId');

/** A list on its way to a campaign: opened again at any time, by anybody who may. */
export function UploadPage() {
  const { importId } = route.useParams();
  useLiveTopic('imports');
  const query = useQuery(importQuery(importId));
  const gone = query.isError && [404, 400, 422].includes(toProblem(query.error).status);
  if (query.data?.id !== importId && gone) return <Gone />;
  return (
    <QueryView query={query} what="The upload" works="every other upload, and campaigns that run">
      {(draft) => <WithCampaign key={importId} draft={draft} />}
    </QueryView>
  );
}

function WithCampaign({ draft }: { draft: Draft }) {
  const { campaignId } = draft;
  const query = useQuery({ ...campaignQuery(campaignId ?? ''), enabled: campaignId !== null });
  if (campaignId === null) {
    return (
      <DraftProvider draft={draft} campaign={null}>
        <Wizard />
      </DraftProvider>
    );
  }
  return (
    <QueryView query={query} what="The campaign of this upload">
      {(campaign) => (
        <DraftProvider draft={draft} campaign={campaign}>
          <Wizard />
        </DraftProvider>
      )}
    </QueryView>
  );
}

const Gone = () => (
  <>
    <PageHeader
      title="No such upload"
      trail={[
        <Link key="all" to="/uploads">
          Uploads
        </Link>,
      ]}
    />
    <EmptyState
      title="There is no upload at this address"
      action={
        <LinkButton kind="primary" to="/campaigns/new">
          Upload a list
        </LinkButton>
      }
    >
      The link may be of another installation, or the address was not copied whole.
    </EmptyState>
  </>
);
