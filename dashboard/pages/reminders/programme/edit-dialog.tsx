import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../../api/client.ts';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { toast } from '../../../components/toast-store.ts';
import { FormHold, useHeld } from '../../../components/use-held.ts';
import { plural } from '../../../format/number.ts';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import { REMINDERS } from '../queries.ts';
import type { ChangedProgramme, ProgrammeChange, ProgrammeDetail } from '../shapes.ts';
import { backOf, changeOf, editFormOf, mayEditSteps } from './edit-form.ts';
import { EditSettings } from './edit-settings.tsx';
import { EditSteps } from './edit-steps.tsx';
import { Effect, effectLine } from './effect.tsx';

const change = (
  programmeId: string,
  body: { settings: ProgrammeChange; expectedVersion?: number },
  dryRun: boolean,
  signal?: AbortSignal,
) =>
  send<ChangedProgramme>('PATCH', '/programmes/:programmeId', {
    params: { programmeId },
    query: dryRun ? { dryRun: true } : {},
    body,
    signal,
  });

/** Changes a programme; which pending messages that touches stands beside it before it is saved. */
export function EditDialog({ programme, onClose }: { programme: ProgrammeDetail; onClose: () => void }) {
  const { id, name, settings, version } = programme;
  const client = useQueryClient();
  const [form, setForm] = useState(() => editFormOf(settings));
  const [busy, setBusy] = useState(false);
  const { held, hold } = useHeld();
  const isSame = Object.keys(changeOf(form, settings)).length === 0;
  const {
    query: preview,
    isCurrent,
    problems,
  } = usePreview(form, {
    about: (of) => ['programme', id, version, changeOf(of, settings)],
    ask: (of, signal) => change(id, { settings: changeOf(of, settings) }, true, signal),
    when: (of) => Object.keys(changeOf(of, settings)).length > 0,
  });
  const refresh = (): void => void client.invalidateQueries({ queryKey: REMINDERS });
  const save = async (): Promise<void> => {
    setBusy(true);
    const wanted = changeOf(form, settings);
    try {
      const done = await change(id, { settings: wanted, expectedVersion: version }, false);
      refresh();
      const undo = (): void =>
        void change(id, { settings: backOf(wanted, settings), expectedVersion: done.version }, false).then(() => {
          refresh();
          toast({ title: `${name} is as it was before` });
        }, refused);
      toast({
        title: done.changed ? `${name} is version ${done.version} now` : 'Nothing changed',
        detail:
          done.replan.total > 0 ? `${plural(done.replan.total, 'message')} that wait are planned again.` : undefined,
        ...(done.changed ? { undo } : {}),
      });
      onClose();
    } catch (error) {
      refused(error);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Edit ${name}`}
      description="A new version: what waits is planned again by it, the nearest first. What was sent stays sent."
      width="lg"
      footer={
        <>
          <span role="status" className="mr-auto self-center text-sm text-muted">
            {!isSame && isCurrent && preview.data !== undefined && !preview.isError && effectLine(preview.data)}
          </span>
          <Button onClick={onClose}>Go back</Button>
          <Button
            kind="primary"
            busy={busy}
            disabled={isSame || !isCurrent || !preview.isSuccess || held.size > 0}
            onClick={() => void save()}
          >
            Save version {version + 1}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <FormHold value={hold}>
          {mayEditSteps(settings) ? (
            <EditSteps settings={settings} steps={form.steps} onChange={(steps) => setForm({ ...form, steps })} />
          ) : (
            <Callout tone="info" title="Its texts hold phone numbers, which are masked here">
              Steps are changed on the command line: <code className="font-mono">outdial programmes change</code>.
            </Callout>
          )}
          <EditSettings form={form} onChange={(part) => setForm({ ...form, ...part })} problems={problems} />
        </FormHold>
        <section aria-live="polite" aria-busy={!isCurrent} className="rounded-lg border border-line-strong p-4">
          <h2 className="mb-2 font-semibold">What that changes</h2>
          {isSame ? (
            <p className="text-muted">Nothing is different yet.</p>
          ) : preview.isError ? (
            <ProblemHelp error={preview.error} />
          ) : (
            preview.data !== undefined && <Effect changed={preview.data} />
          )}
        </section>
      </div>
    </Dialog>
  );
}
