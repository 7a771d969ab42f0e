import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { toast } from '../../../components/toast-store.ts';
import { plural } from '../../../format/number.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useDraft } from '../draft-context.tsx';
import { commitImport } from '../edits.ts';
import { importQuery, isAtWork } from '../queries.ts';

/** The end of a list that nobody launches: it joins a campaign that runs, books appointments, or takes people out. */
export function CommitList() {
  const { draft, campaign, missing } = useDraft();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  if (draft.state === 'done') return <span className="text-sm text-muted">Taken in.</span>;
  const what = {
    contacts: `Add ${plural(draft.acceptedRows, 'person', 'people')}`,
    stop: `Take out ${plural(draft.acceptedRows, 'person', 'people')}`,
    appointments: `Book ${plural(draft.acceptedRows, 'appointment')}`,
  }[draft.purpose];
  const commit = async (): Promise<void> => {
    await commitImport(draft.id, { version: draft.version });
    await client.invalidateQueries({ queryKey: importQuery(draft.id).queryKey });
    toast({ title: `“${draft.fileName}” is being taken in` });
  };
  const waits =
    draft.state !== 'checked' || isAtWork(draft)
      ? 'Check the list first.'
      : draft.acceptedRows === 0
        ? 'Not one row can be used.'
        : undefined;
  return (
    <>
      <Button kind="primary" missing={missing ?? waits} onClick={() => setAsking(true)}>
        {what}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`${what}?`}
        confirm={what}
        danger={draft.purpose === 'stop'}
        onConfirm={commit}
      >
        {draft.purpose === 'contacts' &&
          (campaign?.state === 'running'
            ? `“${campaign.name}” is running: they are called as soon as their hours allow.`
            : `They join “${campaign?.name ?? 'the campaign'}”.`)}
        {draft.purpose === 'stop' &&
          `Nobody of them is called by “${campaign?.name ?? 'the campaign'}” any more. This cannot be undone.`}
        {draft.purpose === 'appointments' && 'Their reminders are planned at once, by the settings of the programme.'}
        {draft.rejectedRows > 0 &&
          ` ${plural(draft.rejectedRows, 'row')} set aside ${draft.rejectedRows === 1 ? 'is' : 'are'} left out.`}
      </ConfirmDialog>
    </>
  );
}
