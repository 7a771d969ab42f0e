import { Pause, Pencil, Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { useShortcut } from '../../../app/shortcuts.ts';
import { Button } from '../../../components/button.tsx';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { endSeries, pauseSeries, resumeSeries } from '../changes/calls.ts';
import { refused, useChange } from '../changes/use-change.ts';
import type { Series } from '../shapes.ts';

/** Pause, go on, change all of it, end (S5). */
export function SeriesActions({ series, onChange }: { series: Series; onChange: () => void }) {
  const { programmeId, externalId, state, name } = series;
  const which = { programmeId, externalId };
  const [busy, setBusy] = useState(false);
  const [ending, setEnding] = useState(false);
  const { missing } = useScope('campaigns:write');
  const carryOut = useChange();
  const isPaused = state === 'paused';
  const toggle = async (): Promise<void> => {
    setBusy(true);
    const [there, back] = isPaused ? [resumeSeries, pauseSeries] : [pauseSeries, resumeSeries];
    await carryOut(
      () => there(which),
      () => back(which),
    ).catch(refused);
    setBusy(false);
  };
  useShortcut(
    'p',
    isPaused ? 'Let the series go on' : 'Pause the series',
    () => void toggle(),
    state !== 'ended' && missing === undefined,
  );
  if (state === 'ended') {
    return (
      <Button icon={<Play aria-hidden size={14} />} missing={missing} onClick={onChange}>
        Begin again
      </Button>
    );
  }
  return (
    <>
      <Button
        kind="danger-quiet"
        icon={<Square aria-hidden size={14} />}
        missing={missing}
        onClick={() => setEnding(true)}
      >
        End
      </Button>
      <Button
        icon={isPaused ? <Play aria-hidden size={14} /> : <Pause aria-hidden size={14} />}
        busy={busy}
        missing={missing}
        onClick={() => void toggle()}
      >
        {isPaused ? 'Go on' : 'Pause'}
      </Button>
      <Button kind="primary" icon={<Pencil aria-hidden size={14} />} missing={missing} onClick={onChange}>
        Change all of it
      </Button>
      <ConfirmDialog
        open={ending}
        onOpenChange={setEnding}
        title={name === null ? 'End the series' : `End the series of ${name}`}
        confirm="End the series"
        danger
        reason="optional"
        onConfirm={(reason) => carryOut(() => endSeries(which, reason))}
      >
        Every appointment to come of it is cancelled, and nothing goes out for them any more. What went out already
        cannot be taken back.
      </ConfirmDialog>
    </>
  );
}
