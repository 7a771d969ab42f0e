import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Money } from '../../components/money.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import type { CampaignDialogProps } from './dialogs.tsx';
import { cancelCampaign, stillUnderWay, usePauseResume } from './mutations.ts';
import { leftToDial, underWay } from './words.ts';

/** A slip of the hand must not end a large campaign. */
const NAME_ABOVE = 1_000;

/** Ends a campaign for good, with its counts. */
export function CancelDialog({ campaign, progress, onClose }: CampaignDialogProps) {
  const { refresh } = usePauseResume(campaign.id);
  const left = leftToDial(progress);
  const open = underWay(progress);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      danger
      title={`Cancel “${campaign.name}” for good?`}
      confirm={left === 0 ? 'Cancel the campaign' : `Cancel, and never dial ${plural(left, 'person', 'people')}`}
      reason="optional"
      typedName={left > NAME_ABOVE ? campaign.name : undefined}
      onConfirm={async (reason) => {
        const answer = await cancelCampaign(campaign.id, reason);
        toast({ tone: 'neutral', title: 'Cancelled.', detail: stillUnderWay(answer) });
        refresh();
      }}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{plural(left, 'person who waits is', 'people who wait are')} never dialled by it.</li>
        <li>
          {open === 0
            ? 'Nothing is in progress.'
            : `${plural(open, 'call or text', 'calls and texts')} in progress will finish and be paid for.`}
        </li>
        <li>
          {count(progress.contacts.done)} with a result keep it;{' '}
          <Money micros={progress.spentMicros} currency={progress.currency} /> were spent.
        </li>
        <li>Retries of it that run are aborted. There is no undo: a pause can be taken back, this cannot.</li>
      </ul>
    </ConfirmDialog>
  );
}
