import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../../api/problem.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { filterOf, type Picked } from './contact-filter.ts';
import { resolve, undoResolution } from './queries.ts';

interface PickedDialogProps {
  picked: Picked;
  onClose: () => void;
  onDone: () => void;
}

/** Declares contacts done with; nobody is dialled, and it can be undone. */
export function ResolveDialog({ picked, onClose, onDone }: PickedDialogProps) {
  const client = useQueryClient();
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['failures'] });
  const contacts = plural(picked.count, 'contact');
  const confirm = async (reason: string): Promise<void> => {
    const made: string[] = [];
    let total = 0;
    for (const { id } of picked.campaigns) {
      const { resolutionId, count } = await resolve(filterOf(picked, id), reason);
      if (resolutionId !== null) made.push(resolutionId);
      total += count;
    }
    const undo = async (): Promise<void> => {
      try {
        let back = 0;
        for (const id of made) back += (await undoResolution(id)).count;
        toast({ title: `${plural(back, 'contact is', 'contacts are')} open again` });
      } catch (error) {
        toast({ tone: 'danger', title: 'Not undone', detail: toProblem(error).message });
      }
      refresh();
    };
    toast({
      title: `${plural(total, 'contact')} marked as resolved`,
      detail: total < picked.count ? 'The others were reached, resolved or taken by a retry meanwhile.' : undefined,
      undo: made.length === 0 ? undefined : () => void undo(),
      forMs: 8_000,
    });
    refresh();
    onDone();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Mark ${contacts} as resolved?`}
      confirm={`Mark ${contacts}`}
      reason="required"
      onConfirm={confirm}
    >
      <p>
        They leave the failures, and no retry takes them. Nobody is dialled, nothing is deleted; it costs nothing and
        can be undone{picked.campaigns.length > 1 ? `. They are of ${picked.campaigns.length} campaigns` : ''}.
      </p>
    </ConfirmDialog>
  );
}
