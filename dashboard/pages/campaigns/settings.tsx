import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../../api/client.ts';
import { useScope } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { campaignQuery } from './queries.ts';
import { SettingsForm } from './settings-form.tsx';
import { SettingsView } from './settings-view.tsx';

const route = getRouteApi('/app/campaigns/$campaignId/settings');

/** What the campaign was told to do; a change shows its effect before it is saved. */
export function CampaignSettings() {
  const { campaignId } = route.useParams();
  const { data: campaign } = useQuery(campaignQuery(campaignId));
  const { missing } = useScope('campaigns:write');
  const [editing, setEditing] = useState(false);
  if (campaign === undefined) return null;
  const isOver = campaign.state === 'cancelled' || campaign.state === 'completed';
  if (editing && !isOver) return <SettingsForm campaign={campaign} onClose={() => setEditing(false)} />;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-end gap-2">
        <AsCommand
          call={{ method: 'GET', address: addressOf('/campaigns/:campaignId', { params: { campaignId } }) }}
          cli={`outdial campaign show ${campaignId}`}
        />
        {isOver ? (
          <span className="text-sm text-subtle">It is {campaign.state}: its settings stay as they are.</span>
        ) : (
          <Button icon={<Pencil aria-hidden size={14} />} missing={missing} onClick={() => setEditing(true)}>
            Change settings
          </Button>
        )}
      </div>
      <SettingsView campaign={campaign} />
    </>
  );
}
