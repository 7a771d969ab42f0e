import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import type { Group } from './queries.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { Until, WakeButton } from './snoozed-groups.tsx';

/** What can be done with the group as such; what is done with its contacts is at the table. */
export function CauseActions({ group, campaignId }: { group: Group; campaignId: string | undefined }) {
  const [snoozing, setSnoozing] = useState(false);
  const { missing } = useScope('campaigns:write');
  return (
    <>
      {group.snooze === null ? (
        <Button icon={<BellOff aria-hidden size={14} />} missing={missing} onClick={() => setSnoozing(true)}>
          Snooze…
        </Button>
      ) : (
        <span className="flex items-center gap-2 text-sm text-muted">
          Snoozed <Until {...group.snooze} />
          <WakeButton group={group} />
        </span>
      )}
      {group.cause === 'parked' && (
        <LinkButton kind="primary" to="/reviews" search={{ tab: 'parked' }}>
          Decide them
        </LinkButton>
      )}
      {snoozing && <SnoozeDialog group={group} campaignId={campaignId} onClose={() => setSnoozing(false)} />}
    </>
  );
}
