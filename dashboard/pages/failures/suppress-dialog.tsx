import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../../api/problem.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { filterOf, type Picked } from './contact-filter.ts';
import { removeList, suppress } from './queries.ts';

interface SuppressDialogProps {
  picked: Picked;
  onClose: () => void;
  onDone: () => void;
}

/** Puts the numbers on a suppression list of their own; taking the list away is the undo. */
export function SuppressDialog({ picked, onClose, onDone }: SuppressDialogProps) {
  const client = useQueryClient();
  const refresh = (): void => {
    for (const key of ['failures', 'suppressions']) void client.invalidateQueries({ queryKey: [key] });
  };
  const contacts = plural(picked.count, 'contact');
  const confirm = async (reason: string): Promise<void> => {
    const lists: string[] = [];
    let numbers = 0;
    let ended = 0;
    for (const { id } of picked.campaigns) {
      const made = await suppress(filterOf(picked, id), reason);
      if (made.list !== null) lists.push(made.list);
      numbers += made.numbers;
      ended += made.contactsEnded;
    }
    const undo = async (): Promise<void> => {
      try {
        let lifted = 0;
        for (const name of lists) lifted += (await removeList(name)).lifted;
        toast({
          title: `${plural(lifted, 'number')} can be reached again`,
          detail: ended > 0 ? 'Contacts that were ended by it stay ended.' : undefined,
        });
      } catch (error) {
        toast({ tone: 'danger', title: 'Not undone', detail: toProblem(error).message });
      }
      refresh();
    };
    toast({
      title:
        numbers === 0
          ? 'Every number was suppressed already'
          : `${plural(numbers, 'number is', 'numbers are')} suppressed`,
      detail:
        ended > 0 ? `${plural(ended, 'waiting contact was', 'waiting contacts were')} ended by it.` : lists.join(', '),
      undo: lists.length === 0 ? undefined : () => void undo(),
      forMs: 10_000,
    });
    refresh();
    onDone();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Suppress the numbers of ${contacts}?`}
      confirm="Suppress the numbers"
      danger
      reason="required"
      onConfirm={confirm}
    >
      <p>
        No campaign and no reminder calls or texts these numbers any more. Who waits for a call under one of them
        anywhere is ended at once.
      </p>
      <p className="mt-2 text-muted">
        They become a suppression list of their own. Removing that list lifts it for the numbers; contacts that were
        ended stay ended.
      </p>
    </ConfirmDialog>
  );
}
