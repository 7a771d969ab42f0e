import { Link } from '@tanstack/react-router';
import { useNow } from '../../../app/use-now.ts';
import { Callout } from '../../../components/callout.tsx';
import { PlanPreview } from '../changes/plan-preview.tsx';
import type { Changed, ProgrammeDetail } from '../shapes.ts';
import { placeOf, sayMoment } from '../words.ts';
import type { OneForm } from './one-form.ts';

interface PreviewOneProps {
  changed: Changed;
  form: OneForm;
  programme: ProgrammeDetail | undefined;
  currency: string;
}

/** The sentence, whose clock it is and why, what else to know, and the reminders that go out. */
export function PreviewOne({ changed, form, programme, currency }: PreviewOneProps) {
  const nowMs = useNow();
  const { startsAt, zone, plan, before, notes, change, externalId, programmeId } = changed;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <p className="text-xl font-semibold tracking-tight">{sayMoment(startsAt, zone, nowMs)}</p>
        <p className="mt-1 text-sm text-subtle">{zoneSource(changed, form, programme)}</p>
      </div>
      {change !== 'booked' && (
        <Callout
          tone="warning"
          title={change === 'unchanged' ? 'It is booked already' : 'There is one of this id: saving changes it'}
        >
          <Link
            to="/reminders/appointments/$programmeId/$externalId"
            params={{ programmeId, externalId }}
            className="link"
          >
            {externalId}
          </Link>
          {change === 'moved' && ' is moved to this time.'}
          {change === 'edited' && ' stays at its time and gets these details.'}
          {change === 'restored' && ' is cancelled, and is booked again.'}
        </Callout>
      )}
      <Notes notes={notes} />
      <section>
        <h2 className="mb-2 text-sm font-medium text-muted">Reminders that will go out</h2>
        <PlanPreview plan={plan} before={before} zone={zone} currency={currency} />
      </section>
    </div>
  );
}

const TITLES: Readonly<Record<string, string>> = {
  other_appointment_near: 'Close to another appointment',
  zones_several: 'Two zones are possible',
  zone_assumed: 'The zone of the recipient is assumed',
  nothing_goes_out: 'Nothing will go out',
  in_flight: 'On the way already',
};

/** What else the API says about it. */
export const Notes = ({ notes }: Pick<Changed, 'notes'>) =>
  notes.map(({ code, message }) => (
    <Callout key={code + message} tone={code.startsWith('zone') ? 'info' : 'warning'} title={TITLES[code]}>
      {message}
    </Callout>
  ));

/** Whose clock, and who says so (S2). */
function zoneSource({ zone }: Changed, form: OneForm, programme: ProgrammeDetail | undefined): string {
  if (form.exact !== undefined)
    return `Told on the clock of ${placeOf(zone)} (${zone}), by the offset of the time that you chose.`;
  if (form.zone !== '') return `On the clock of ${placeOf(zone)} (${zone}), as you chose.`;
  if (programme?.settings.zone) return `On the clock of ${placeOf(zone)} (${zone}): the zone of the programme.`;
  return `On the clock of ${placeOf(zone)} (${zone}): guessed from the number.`;
}
