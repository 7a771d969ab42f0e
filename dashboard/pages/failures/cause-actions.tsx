import { BellOff, RotateCw, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { useShortcut } from '../../app/shortcuts.ts';
import { Button } from '../../components/button.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { count } from '../../format/number.ts';
import { PlanDialog } from '../retries/plan/plan-dialog.tsx';
import { AssignGroupDialog, useAssignGroup } from './assign-group.tsx';
import { isRetryable, pickedGroup } from './pick-group.ts';
import type { Group } from './queries.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { Until, WakeButton } from './snoozed-groups.tsx';

interface CauseActionsProps {
  group: Group;
  campaignId: string | undefined;
  /** The contacts below are not all of the group: a retry of all of it would be another than the one offered there. */
  isNarrowed: boolean;
}

/** What can be done with the group as such; what is done with its contacts is at the table. */
export function CauseActions({ group, campaignId, isNarrowed }: CauseActionsProps) {
  const [snoozing, setSnoozing] = useState(false);
  const [planning, setPlanning] = useState(false);
  const [assigning, setAssigning] = useState(false);
  const { take } = useAssignGroup(campaignId);
  const picked = pickedGroup(group, campaignId);
  const { missing } = useScope('campaigns:write');
  useShortcut('i', 'I look after this group', () => take(group), missing === undefined);
  return (
    <>
      <Button icon={<UserPlus aria-hidden size={14} />} missing={missing} onClick={() => setAssigning(true)}>
        Assign…
      </Button>
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
      {isRetryable(group) && picked.count > 0 && !isNarrowed && (
        <Button
          kind="primary"
          icon={<RotateCw aria-hidden size={14} />}
          missing={missing}
          onClick={() => setPlanning(true)}
        >
          Retry all {count(picked.count)}…
        </Button>
      )}
      {planning && (
        <PlanDialog source={{ kind: 'failures', picked, words: group.words }} onClose={() => setPlanning(false)} />
      )}
      {assigning && <AssignGroupDialog group={group} campaignId={campaignId} onClose={() => setAssigning(false)} />}
      {snoozing && <SnoozeDialog group={group} campaignId={campaignId} onClose={() => setSnoozing(false)} />}
    </>
  );
}
