import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { useNow } from '../../../app/use-now.ts';
import { Notes } from '../book/preview-one.tsx';
import { move } from '../changes/calls.ts';
import { PlanPreview } from '../changes/plan-preview.tsx';
import { ProblemHelp } from '../changes/problem-help.tsx';
import { refused, useChange } from '../changes/use-change.ts';
import { usePreview } from '../changes/use-preview.ts';
import type { AppointmentDetail } from '../shapes.ts';
import { sayMoment } from '../words.ts';
import { backOf, isEmptyPatch, moveFormOf, patchOf, withMoveSuggestion } from './move-form.ts';
import { MoveFields } from './move-fields.tsx';

interface MoveDialogProps {
  appointment: AppointmentDetail;
  /** The date to begin with, in its own zone; undefined = that of the appointment. */
  date?: string | undefined;
  onClose: () => void;
}

/** Another time, name or zone; the new plan beside the old one before it is saved (S4, S5). */
export function MoveDialog({ appointment, date, onClose }: MoveDialogProps) {
  const { programmeId, externalId, seriesId, cost } = appointment;
  const which = { programmeId, externalId };
  const nowMs = useNow();
  const [form, setForm] = useState(() => ({ ...moveFormOf(appointment), ...(date === undefined ? {} : { date }) }));
  const [busy, setBusy] = useState(false);
  const carryOut = useChange();
  const {
    query: preview,
    isCurrent,
    problems,
  } = usePreview(form, {
    about: (of) => ['move', which, patchOf(of, appointment)],
    ask: (of, signal) => move(which, patchOf(of, appointment), true, signal),
    when: (of) => !isEmptyPatch(patchOf(of, appointment)),
  });
  const isSame = isEmptyPatch(patchOf(form, appointment));
  const ready = isCurrent && !isSame && preview.isSuccess && preview.data.change !== 'unchanged';
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const told = patchOf(form, appointment);
      const back = backOf(told, appointment);
      await carryOut(
        () => move(which, told),
        () => move(which, back),
      );
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
      title="Move or change"
      description={`It is ${sayMoment(appointment.startsAt, appointment.zone, nowMs)}.`}
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button kind="primary" busy={busy} disabled={!ready} onClick={() => void save()}>
            {preview.data?.change === 'moved' && !isSame ? 'Move it' : 'Save the change'}
          </Button>
        </>
      }
    >
      {seriesId !== null && <OfSeries appointment={appointment} />}
      <div className="grid items-start gap-6 md:grid-cols-[5fr_6fr]">
        <MoveFields form={form} onChange={(change) => setForm({ ...form, ...change })} problems={problems} />
        <div aria-live="polite" aria-busy={!isCurrent} className="flex min-w-0 flex-col gap-3">
          {isSame ? (
            <p className="text-muted">Nothing is different yet. Change something, and what comes of it stands here.</p>
          ) : preview.isError ? (
            <ProblemHelp
              error={preview.error}
              onPick={(suggestion, pointer) => setForm(withMoveSuggestion(form, suggestion, pointer))}
            />
          ) : (
            preview.data !== undefined && (
              <>
                <p className="text-lg font-semibold tracking-tight">
                  {sayMoment(preview.data.startsAt, preview.data.zone, nowMs)}
                </p>
                <Notes notes={preview.data.notes} />
                <PlanPreview
                  plan={preview.data.plan}
                  before={preview.data.before}
                  zone={preview.data.zone}
                  currency={cost.currency}
                />
              </>
            )
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** "This one" is here; "this and following" is a change of its series. */
function OfSeries({ appointment: { programmeId, externalId } }: { appointment: AppointmentDetail }) {
  const slash = externalId.lastIndexOf('/');
  return (
    <div className="mb-4">
      <Callout
        tone="info"
        title="It is one of a series: this changes this one only"
        actions={
          slash > 0 ? (
            <Link
              to="/reminders/series/$programmeId/$externalId"
              params={{ programmeId, externalId: externalId.slice(0, slash) }}
              search={{ from: externalId.slice(slash + 1) }}
              className="link"
            >
              This and following
            </Link>
          ) : undefined
        }
      >
        The series leaves it alone from then on.
      </Callout>
    </div>
  );
}
