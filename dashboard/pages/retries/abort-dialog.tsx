import { useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { leftOf } from './left-of.ts';
import { abortRetry, type Retry } from './queries.ts';

/** Ends a retry, or throws a plan away; says what each contact is left with. */
export function AbortDialog({ retry, onClose }: { retry: Retry; onClose: () => void }) {
  const client = useQueryClient();
  const left = leftOf(retry);
  const abort = async (reason: string): Promise<void> => {
    const { givenBack, inFlight } = await abortRetry(retry.id, reason);
    const finish =
      inFlight === 0
        ? 'Nothing of it is in progress.'
        : `${plural(inFlight, 'call or text', 'calls and texts')} in progress will finish and keep their result.`;
    toast(
      retry.state === 'planned'
        ? { title: 'The plan is thrown away', detail: 'Nobody was dialled.' }
        : { title: `Aborted: ${plural(givenBack, 'contact')} given back`, detail: finish },
    );
    for (const queryKey of [['retry', retry.id], ['retries'], ['failures']])
      void client.invalidateQueries({ queryKey });
  };
  if (retry.state === 'planned') {
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title="Throw this plan away?"
        confirm="Discard the plan"
        onConfirm={abort}
      >
        Nobody was dialled, and nobody will be. The {plural(retry.plan.matches, 'contact stays', 'contacts stay')} in
        the failures.
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Abort “${retry.name}”?`}
      confirm={left === 0 ? 'Abort' : `Give ${plural(left, 'contact')} back`}
      danger
      reason="optional"
      onConfirm={abort}
    >
      <ul className="list-disc pl-5">
        <li>
          {plural(left, 'contact was', 'contacts were')} not dialled yet: each stands again exactly as before this
          retry.
        </li>
        <li>
          {plural(retry.members.inFlight, 'call or text', 'calls and texts')} in progress will finish; a call that rings
          cannot be unrung.
        </li>
        <li>{plural(retry.members.done, 'contact keeps its', 'contacts keep their')} new result.</li>
      </ul>
      <p className="mt-2 text-muted">It cannot be resumed. You can plan another at any time.</p>
    </ConfirmDialog>
  );
}
