import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { toast } from '../../components/toast-store.ts';
import { useHeld } from '../../components/use-held.ts';
import { rate } from '../../format/number.ts';
import { LIMITS } from '../upload/schedule/limits.ts';
import type { CampaignDialogProps } from './dialogs.tsx';
import { changeSettings } from './mutations.ts';

/** How fast and how many at once. It plans nobody anew and holds from the next call on. */
export function SpeedDialog({ campaign, progress, onClose }: CampaignDialogProps) {
  const { settings } = campaign;
  const [pacePerSecond, setPace] = useState(settings.pacePerSecond);
  const [maxConcurrent, setMost] = useState(settings.maxConcurrent);
  const { held, hold } = useHeld();
  const client = useQueryClient();
  const save = async (): Promise<void> => {
    await changeSettings(campaign.id, { pacePerSecond, maxConcurrent });
    const title =
      pacePerSecond === null
        ? 'Speed changed: as fast as the account allows.'
        : `Speed changed: ${rate(pacePerSecond)} a second.`;
    toast({ title, detail: 'It holds from the next call on.' });
    void client.invalidateQueries({ queryKey: ['campaign', campaign.id] });
  };
  return (
    <FormDialog
      title="Change the speed"
      description={`Now ${rate(progress.sendsPerSecond)} a second. The limits of the account hold in any case.`}
      submit="Change the speed"
      notReady={held.size > 0}
      onSubmit={save}
      onClose={onClose}
    >
      <NumberField
        form={{ hold }}
        label="Sends a second"
        hint="Nothing = as fast as the account allows. 0.5 = one every two seconds."
        unit="/s"
        optional
        decimal
        {...LIMITS.pacePerSecond}
        value={pacePerSecond}
        onChange={setPace}
      />
      <NumberField
        form={{ hold }}
        label="Calls at once, at most"
        {...LIMITS.maxConcurrent}
        value={maxConcurrent}
        onChange={(most) => most !== null && setMost(most)}
      />
    </FormDialog>
  );
}
