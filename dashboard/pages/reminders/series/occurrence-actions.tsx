import { SkipForward, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useScope } from '../../../app/session/use-session.ts';
import { Button } from '../../../components/button.tsx';
import { IconButton } from '../../../components/icon-button.tsx';
import { skipOnce } from '../changes/calls.ts';
import { refused, useChange } from '../changes/use-change.ts';
import type { Occurrence, Series } from '../shapes.ts';

interface OccurrenceActionsProps {
  series: Series;
  occurrence: Occurrence;
  onChangeFrom: () => void;
}

/** Skip one, or change from one on. Changing one alone is a change of its appointment, which its date links to. */
export function OccurrenceActions({ series, occurrence, onChangeFrom }: OccurrenceActionsProps) {
  const { programmeId, externalId, state } = series;
  const { occurrence: date, appointment } = occurrence;
  const [busy, setBusy] = useState(false);
  const { missing } = useScope('campaigns:write');
  const carryOut = useChange();
  if (state === 'ended') return null;
  const isSkipped = appointment?.skipped === true;
  const toggle = async (): Promise<void> => {
    setBusy(true);
    const which = { programmeId, externalId };
    await carryOut(
      () => skipOnce(which, date, isSkipped),
      () => skipOnce(which, date, !isSkipped),
    ).catch(refused);
    setBusy(false);
  };
  return (
    <span className="flex items-center gap-1">
      {appointment !== null && appointment.state !== 'cancelled' && (
        <IconButton
          size="sm"
          label={isSkipped ? `Send for ${date} after all` : `Skip ${date} once: nothing goes out`}
          icon={isSkipped ? <Undo2 size={14} /> : <SkipForward size={14} />}
          busy={busy}
          missing={missing}
          onClick={() => void toggle()}
        />
      )}
      <Button
        size="sm"
        kind="ghost"
        missing={missing}
        aria-label={`This and following: ${date}`}
        onClick={onChangeFrom}
      >
        This and following
      </Button>
    </span>
  );
}
