import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../../api/problem.ts';
import { useSession } from '../../app/session/use-session.ts';
import { toast } from '../../components/toast-store.ts';
import { AssignDialog } from '../assigning/assign-dialog.tsx';
import { assignGroup, type GroupAssignment, type Handover } from '../assigning/queries.ts';
import type { Group } from './queries.ts';

/** What the view's own assignment is: of one campaign that of the campaign alone, else that of all campaigns. */
export const ownAssignment = (group: Group, campaignId: string | undefined): GroupAssignment | undefined =>
  group.assignments.find((assignment) => assignment.campaignId === (campaignId ?? null));

/** Hands a group over, and says how to take it back. */
export function useAssignGroup(campaignId: string | undefined) {
  const client = useQueryClient();
  const { user } = useSession();
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['failures', 'groups'] });
  const assign = async (group: Group, to: Handover, name: string): Promise<void> => {
    const of = { cause: group.cause, campaignId: campaignId ?? null };
    const before = ownAssignment(group, campaignId);
    await assignGroup(of, to);
    refresh();
    const undo = async (): Promise<void> => {
      const note = before?.note ?? undefined;
      await assignGroup(of, { userId: before?.user.id ?? null, ...(note === undefined ? {} : { note }) });
      refresh();
    };
    toast({
      title:
        to.userId === null
          ? `Nobody looks after “${group.words}” now`
          : `${name} ${name === 'You' ? 'look' : 'looks'} after “${group.words}”`,
      detail: campaignId === undefined ? 'In all campaigns.' : 'In this campaign.',
      undo: () => void undo(),
    });
  };
  const take = (group: Group): void =>
    void assign(group, { userId: user.id }, 'You').catch((error: unknown) =>
      toast({ tone: 'danger', title: 'Not assigned', detail: toProblem(error).message }),
    );
  return { assign, take };
}

interface AssignGroupDialogProps {
  group: Group;
  campaignId: string | undefined;
  onClose: () => void;
}

export function AssignGroupDialog({ group, campaignId, onClose }: AssignGroupDialogProps) {
  const { assign } = useAssignGroup(campaignId);
  const own = ownAssignment(group, campaignId);
  const [holding] = group.assignments;
  return (
    <AssignDialog
      what={`“${group.words}” ${campaignId === undefined ? 'in all campaigns' : 'in this campaign'}`}
      current={own}
      onAssign={(to, name) => assign(group, to, name)}
      onClose={onClose}
    >
      {campaignId !== undefined && own === undefined && holding !== undefined && (
        <p className="text-muted">
          In all campaigns {holding.user.name} looks after it. Whom you choose here does so in this campaign.
        </p>
      )}
    </AssignDialog>
  );
}
