import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
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
  const save = useMutation({
    mutationFn: () =>
      changeSettings(campaign.id, {
        pacePerSecond: pacePerSecond ?? null,
        maxConcurrent: maxConcurrent ?? settings.maxConcurrent,
      }),
    onSuccess: () => {
      const title =
        pacePerSecond === null
          ? 'Speed changed: as fast as the account allows.'
          : `Speed changed: ${rate(pacePerSecond ?? 0)} a second.`;
      toast({ title, detail: 'It holds from the next call on.' });
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] });
      onClose();
    },
  });
  const problem = save.error === null ? undefined : toProblem(save.error);
  const ready = paceError === undefined && mostError === undefined;
  const submit = (): void => (ready && !save.isPending ? save.mutate() : undefined);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Change the speed"
      description={`Now ${rate(progress.sendsPerSecond)} a second. The limits of the account hold in any case.`}
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button kind="primary" busy={save.isPending} disabled={!ready} onClick={submit}>
            Change the speed
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
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
        {problem !== undefined && (
          <Callout tone="danger" title={problem.parts.detail}>
            {problem.parts.repair}
          </Callout>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
