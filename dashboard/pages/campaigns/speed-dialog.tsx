import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { rate } from '../../format/number.ts';
import type { CampaignDialogProps } from './dialogs.tsx';
import { changeSettings } from './mutations.ts';
import { readNumber } from './read-number.ts';

/** How fast and how many at once. It plans nobody anew and holds from the next call on. */
export function SpeedDialog({ campaign, progress, onClose }: CampaignDialogProps) {
  const { settings } = campaign;
  const [pace, setPace] = useState(settings.pacePerSecond === null ? '' : String(settings.pacePerSecond));
  const [most, setMost] = useState(String(settings.maxConcurrent));
  const client = useQueryClient();
  const pacePerSecond = pace.trim() === '' ? null : readNumber(pace);
  const maxConcurrent = readNumber(most);
  const paceError =
    pacePerSecond === undefined || pacePerSecond === 0 ? 'Write a number above 0, or nothing.' : undefined;
  const mostError =
    maxConcurrent === undefined || !Number.isInteger(maxConcurrent) || maxConcurrent < 1
      ? 'Write a whole number of 1 or more.'
      : undefined;
  const save = async (): Promise<void> => {
    await changeSettings(campaign.id, {
      pacePerSecond: pacePerSecond ?? null,
      maxConcurrent: maxConcurrent ?? settings.maxConcurrent,
    });
    const title =
      pacePerSecond === null
        ? 'Speed changed: as fast as the account allows.'
        : `Speed changed: ${rate(pacePerSecond ?? 0)} a second.`;
    toast({ title, detail: 'It holds from the next call on.' });
    void client.invalidateQueries({ queryKey: ['campaign', campaign.id] });
  };
  return (
    <FormDialog
      title="Change the speed"
      description={`Now ${rate(progress.sendsPerSecond)} a second. The limits of the account hold in any case.`}
      submit="Change the speed"
      notReady={paceError !== undefined || mostError !== undefined}
      onSubmit={save}
      onClose={onClose}
    >
      <Field
        label="Sends a second"
        hint="Nothing = as fast as the account allows. 0.5 = one every two seconds."
        error={paceError}
      >
        <Input inputMode="decimal" value={pace} onChange={(event) => setPace(event.target.value)} trail="/s" />
      </Field>
      <Field label="Calls at once, at most" error={mostError}>
        <Input inputMode="numeric" value={most} onChange={(event) => setMost(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
