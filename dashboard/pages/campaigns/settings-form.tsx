import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { changeSettings, previewSettings } from './mutations.ts';
import type { CampaignDetail } from './queries.ts';
import { changeOf, typedOf, type Typed } from './settings-draft.ts';
import { SettingsEffect } from './settings-effect.tsx';
import { SettingsFields } from './settings-fields.tsx';

/** Changes settings: first what it would do, then the button that does it. */
export function SettingsForm({ campaign, onClose }: { campaign: CampaignDetail; onClose: () => void }) {
  const [typed, setTyped] = useState<Typed>(() => typedOf(campaign.settings));
  const client = useQueryClient();
  const { change, problems } = changeOf(campaign.settings, typed);
  const names = Object.keys(change);
  const isReady = names.length > 0 && Object.keys(problems).length === 0;
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
  const edit = (part: Partial<Typed>): void => {
    setTyped({ ...typed, ...part });
    preview.reset();
    save.reset();
  };
  const error = save.error ?? preview.error;
  const problem = error === null ? undefined : toProblem(error);
  return (
    <form
      aria-label="Settings"
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !preview.isPending) preview.mutate();
      }}
    >
      <SettingsFields typed={typed} problems={problems} edit={edit} />
      {problem !== undefined && (
        <Callout tone="danger" title={problem.parts.detail}>
          {problem.parts.repair}
          {problem.parts.errors?.map(({ pointer, message }) => (
            <p key={pointer}>{message}</p>
          ))}
        </Callout>
      )}
      {preview.data !== undefined && <SettingsEffect preview={preview.data} />}
      <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-2 border-t border-line bg-bg px-1 py-3 max-md:bottom-14">
        <span className="mr-auto text-sm text-subtle">
          {names.length === 0
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
