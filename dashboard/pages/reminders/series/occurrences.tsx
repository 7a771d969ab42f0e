import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useNow } from '../../../app/use-now.ts';
import { Callout } from '../../../components/callout.tsx';
import { Pill } from '../../../components/pill.tsx';
import { StatusPill } from '../../../components/status-pill.tsx';
import type { Occurrence, Series } from '../shapes.ts';
import { sayMoment } from '../words.ts';

interface OccurrencesProps {
  series: Pick<Series, 'next' | 'zone' | 'programmeId'>;
  /** After a dry run nothing is booked, so nothing is linked. */
  preview?: boolean;
  /** What can be done with each. */
  actions?: ((occurrence: Occurrence) => ReactNode) | undefined;
}

/** The next five, with what clocks do to each (S3). */
export const Occurrences = ({ series, preview, actions }: OccurrencesProps) => (
  <ol aria-label="The next five" className="divide-y divide-line rounded-lg border border-line">
    {series.next.map((one) => (
      <li key={one.occurrence} className="px-3 py-2">
        <One occurrence={one} series={series} preview={preview ?? false} actions={actions?.(one)} />
      </li>
    ))}
    {series.next.length === 0 && <li className="px-3 py-2 text-subtle">No occurrence is left.</li>}
  </ol>
);

interface OneProps {
  occurrence: Occurrence;
  series: OccurrencesProps['series'];
  preview: boolean;
  actions: ReactNode;
}

function One({ occurrence: { at, note, appointment }, series, preview, actions }: OneProps) {
  const nowMs = useNow();
  const startsAt = appointment?.startsAt ?? at;
  const isMoved = appointment !== null && appointment.startsAt !== at;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-[1_1_14rem]">
          {appointment === null || preview ? (
            <span className="font-medium">{sayMoment(startsAt, series.zone, nowMs)}</span>
          ) : (
            <Link
              to="/reminders/appointments/$programmeId/$externalId"
              params={{ programmeId: series.programmeId, externalId: appointment.externalId }}
              className="link font-medium"
            >
              {sayMoment(startsAt, series.zone, nowMs)}
            </Link>
          )}
          <p className="text-sm text-subtle">{stepsWords(appointment)}</p>
        </div>
        {appointment?.state === 'cancelled' && <StatusPill kind="appointment" state="cancelled" />}
        {appointment?.state === 'confirmed' && <StatusPill kind="appointment" state="confirmed" />}
        {appointment?.skipped === true && (
          <Pill tone="neutral" size="sm">
            Skipped
          </Pill>
        )}
        {isMoved && (
          <Pill tone="info" size="sm">
            Moved by itself
          </Pill>
        )}
        {appointment?.detached === true && !isMoved && (
          <Pill tone="info" size="sm">
            Edited by itself
          </Pill>
        )}
        {actions}
      </div>
      {note !== null && (
        <div className="mt-2">
          <Callout
            tone="warning"
            title={note.code === 'gap' ? 'The clocks skip that time' : 'The clocks show that time twice'}
          >
            {note.message}
          </Callout>
        </div>
      )}
    </>
  );
}

function stepsWords(appointment: Occurrence['appointment']): string {
  if (appointment === null) return 'booked when its time comes closer';
  const planned = appointment.plan.filter(({ status, atLocal }) => status === 'planned' && atLocal !== null);
  if (planned.length === 0) return 'nothing goes out';
  return planned.map(({ says, atLocal }) => `${says} (${(atLocal ?? '').replace(/ in .*$/, '')})`).join('; ');
}
