import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Time } from '../../../components/time.tsx';
import { campaignQuery, type Campaign } from '../queries.ts';
import { launches } from './launch.ts';

/** A launch that this tab has asked for and whose answer it never saw. */
export function PendingNotice({ campaign }: { campaign: Campaign }) {
  const client = useQueryClient();
  const [pending, setPending] = useState(() => launches.pending(campaign.id));
  if (pending === undefined || campaign.state !== 'draft') return null;
  return (
    <Callout
      tone="warning"
      title="A launch was asked for here, and its answer never came"
      actions={
        <>
          <Button
            size="sm"
            onClick={() => void client.invalidateQueries({ queryKey: campaignQuery(campaign.id).queryKey })}
          >
            Look again
          </Button>
          <Button
            size="sm"
            kind="ghost"
            onClick={() => {
              launches.end(campaign.id);
              setPending(undefined);
            }}
          >
            Forget it
          </Button>
        </>
      }
    >
      <Time at={new Date(pending.atMs).toISOString()} as="both" />. The campaign is still a draft. Pressing Launch again
      goes on with that same launch: it cannot start twice.
    </Callout>
  );
}
