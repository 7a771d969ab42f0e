import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import { resolveCampaign } from './queries.ts';

/** All parked attempts of a campaign at once: after an outage of a provider there may be thousands. */
export function DecideAll({ campaignId, total }: { campaignId: string; total: number }) {
  const [dialled, setDialled] = useState<boolean | null>(null);
  const { missing } = useScope('campaigns:write');
  const client = useQueryClient();
  const decide = async (reason: string): Promise<void> => {
    const { resolved } = await resolveCampaign(campaignId, { dialled: dialled === true, reason });
    toast({ title: `${plural(resolved, 'attempt')} decided`, detail: 'They leave the queue within moments.' });
    void client.invalidateQueries({ queryKey: ['reviews'] });
  };
  return (
    <span className="flex flex-wrap gap-2">
      <Button missing={missing} onClick={() => setDialled(true)}>
        All {count(total)} were dialled…
      </Button>
      <Button missing={missing} onClick={() => setDialled(false)}>
        None was dialled…
      </Button>
      <ConfirmDialog
        open={dialled !== null}
        onOpenChange={(open) => !open && setDialled(null)}
        title={dialled === true ? `Were all ${count(total)} dialled?` : `Was none of the ${count(total)} dialled?`}
        confirm={dialled === true ? `All ${count(total)} were dialled` : `None of ${count(total)} was dialled`}
        danger={dialled !== true}
        reason="required"
        onConfirm={decide}
      >
        {dialled === true
          ? 'Each counts as an attempt and keeps its presumed cost. Nobody of them is called again because of this.'
          : 'Each is taken back as never made: credit is released, and who has attempts left may be called again. If one was made after all, that person is called twice.'}
        <span className="mt-2 block text-muted">It cannot be taken back.</span>
      </ConfirmDialog>
    </span>
  );
}
