import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { rowsOf } from '../../api/paged.ts';
import { addressOf } from '../../api/client.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { ChooseFile } from './file/choose-file.tsx';
import { Unfinished } from './unfinished.tsx';
import { campaignQuery, importsQuery } from './queries.ts';

const route = getRouteApi('/app/campaigns/new');
const OPEN = ['receiving', 'uploaded', 'checking', 'checked', 'failed'];

/** The first step of a campaign: its list. Everything after it happens at the address of the upload. */
export function NewCampaignPage() {
  const { campaign: campaignId } = route.useSearch();
  const campaign = useQuery({ ...campaignQuery(campaignId ?? ''), enabled: campaignId !== undefined });
  const imports = useInfiniteQuery(importsQuery());
  const unfinished = (rowsOf(imports.data) ?? []).filter(({ state }) => OPEN.includes(state)).slice(0, 5);
  const name = campaign.data?.name;
  return (
    <>
      <PageHeader
        title={name === undefined ? 'New campaign' : `Another list for “${name}”`}
        trail={[
          <Link key="all" to="/campaigns">
            Campaigns
          </Link>,
        ]}
        actions={
          <AsCommand
            cli={`outdial import people.csv --draft${campaignId === undefined ? '' : ` --campaign ${campaignId}`}`}
            call={{
              method: 'POST',
              address: addressOf('/imports/uploads'),
              body: { fileName: 'people.csv', wanted: 'upload', ...(campaignId === undefined ? {} : { campaignId }) },
            }}
          />
        }
      >
        Begin with the list of people. It waits on the server as a draft from then on: leave at any time and go on
        later, here or on another machine. Nobody is called before you launch.
      </PageHeader>
      <ChooseFile campaignId={campaignId} />
      {unfinished.length > 0 && <Unfinished drafts={unfinished} />}
    </>
  );
}
