import { useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { liftSuppression, suppressContact, type History } from './queries.ts';

/** This person said no: nobody contacts them any more, at any of their numbers. */
export function SuppressDialog({ history, onClose }: { history: History; onClose: () => void }) {
  const client = useQueryClient();
  const refresh = (): void => {
    for (const key of ['contacts', 'suppressions', 'campaign']) void client.invalidateQueries({ queryKey: [key] });
  };
  const undo = async (suppressionId: string): Promise<void> => {
    await liftSuppression(suppressionId, 'Taken back at once');
    toast({ title: 'Taken back.', detail: 'Contacts that were ended by it stay ended.' });
    refresh();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={`Suppress ${history.name ?? 'this person'}?`}
      confirm="Suppress this person"
      reason="required"
      onConfirm={async (reason) => {
        const { suppressionId, already, contactsEnded, inFlight } = await suppressContact(history.id, reason);
        toast({
          tone: 'suppressed',
          title: already ? 'They were suppressed already.' : 'Suppressed: nobody contacts them any more.',
          detail: [
            ...(contactsEnded > 0 ? [`${plural(contactsEnded, 'contact')} ended by it.`] : []),
            ...(inFlight > 0 ? [`${plural(inFlight, 'call')} in progress will finish.`] : []),
          ].join(' '),
          undo: already ? undefined : () => void undo(suppressionId),
        });
        refresh();
      }}
    >
      <p>
        From now on no campaign and no reminder contacts this person, at any of their numbers, by call or text. Where
        they wait, they end. A call that is in progress finishes.
      </p>
    </ConfirmDialog>
  );
}
