import { useQueryClient } from '@tanstack/react-query';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { money } from '../../format/money.ts';
import { count, plural } from '../../format/number.ts';
import { shareFailed } from './canary-card.tsx';
import { leftOf } from './left-of.ts';
import { resumeRetry, type Retry } from './queries.ts';

/** Lets a paused retry go on: whom it dials and for how much; after a canary that failed only with a reason (E7). */
export function ResumeDialog({ retry, onClose }: { retry: Retry; onClose: () => void }) {
  const client = useQueryClient();
  const { plan, canary, name, id, spentMicros } = retry;
  const isOverride = canary?.state === 'stopped';
  const contacts = plural(leftOf(retry), 'contact');
  const resume = async (reason: string): Promise<void> => {
    await resumeRetry(id, reason);
    toast({ title: `“${name}” goes on`, detail: `${contacts} left, inside their hours.` });
    void client.invalidateQueries({ queryKey: ['retry', id] });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={isOverride ? 'Let the rest follow?' : `Resume “${name}”?`}
      confirm={`Dial ${contacts}`}
      {...(isOverride ? { danger: true, reason: 'required' } : {})}
      onConfirm={resume}
    >
      {isOverride && (
        <p className="mb-2">
          {shareFailed(canary)} of the canary failed; it was to stop above {count(canary.stopAbovePercent)} %.
        </p>
      )}
      <p>
        {plural(leftOf(retry), 'contact is', 'contacts are')} dialled from now on, inside their hours, for at most{' '}
        {money(Math.max(0, plan.costAtMostMicros - spentMicros), plan.currency)}.
      </p>
      <p className="mt-2 text-muted">You can pause or abort it at any time; a call that rings cannot be unrung.</p>
    </ConfirmDialog>
  );
}
