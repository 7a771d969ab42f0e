import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { useHeld } from '../../components/use-held.ts';
import type { Change, FieldsForm } from '../upload/schedule/fields-form.ts';
import { errorOf, isPlaced, whatDiffers, withChange } from '../upload/schedule/settings-change.ts';
import { SettingsFields } from '../upload/schedule/settings-fields.tsx';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { changeSettings, previewSettings } from './mutations.ts';
import type { CampaignDetail } from './queries.ts';
import { SettingsEffect } from './settings-effect.tsx';

/** Changes settings: first what it would do, then the button that does it. */
export function SettingsForm({ campaign, onClose }: { campaign: CampaignDetail; onClose: () => void }) {
  const [typed, setTyped] = useState<Change>({});
  const { held, isHeld, hold } = useHeld();
  const client = useQueryClient();
  const change = whatDiffers(campaign.settings, typed);
  const isChanged = Object.keys(change).length > 0;
  const isReady = isChanged && held.size === 0;
  const preview = useMutation({ mutationFn: () => previewSettings(campaign.id, change) });
  const save = useMutation({
    mutationFn: () => changeSettings(campaign.id, change),
    onSuccess: ({ replanned, replan }) => {
      toast({
        title: 'Settings changed.',
        detail: replanned
          ? `${plural(replan.total, 'person is', 'people are')} planned anew.`
          : 'They hold from the next call on.',
      });
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] });
      void client.invalidateQueries({ queryKey: ['campaign-reasons', campaign.id] });
      onClose();
    },
  });
  const error = save.error ?? preview.error;
  const problem = error === null ? null : toProblem(error);
  const fields: FieldsForm = {
    settings: withChange(campaign.settings, typed),
    stored: campaign.settings,
    change: (part) => {
      setTyped((known) => ({ ...known, ...part }));
      preview.reset();
      save.reset();
    },
    errorOf: (pointer) => errorOf(problem, pointer),
    hold,
  };
  return (
    <form
      aria-label="Settings"
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isHeld() && !preview.isPending) preview.mutate();
      }}
    >
      <SettingsFields form={fields} />
      {problem !== null && (
        <Callout
          tone="danger"
          title={isPlaced(problem) ? 'Not changed: something above cannot be used' : problem.message}
        >
          {isPlaced(problem) && problem.message} {problem.parts.repair}
        </Callout>
      )}
      {preview.data !== undefined && <SettingsEffect preview={preview.data} />}
      <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-t border-line bg-bg px-1 py-3 max-md:bottom-14">
        <span className="mr-auto text-sm text-subtle">
          {held.size > 0
            ? 'Mend what is marked in red first.'
            : !isChanged
              ? 'Nothing changed yet.'
              : preview.data === undefined
                ? 'See the effect first; nothing is saved by that.'
                : 'Saving does what is said above.'}
        </span>
        <Button onClick={onClose}>Discard</Button>
        <Button
          type="submit"
          busy={preview.isPending}
          disabled={!isReady}
          kind={preview.data === undefined ? 'primary' : 'secondary'}
        >
          See the effect
        </Button>
        {preview.data !== undefined && (
          <Button kind="primary" busy={save.isPending} disabled={!isReady} onClick={() => save.mutate()}>
            Save the change
          </Button>
        )}
      </div>
    </form>
  );
}
