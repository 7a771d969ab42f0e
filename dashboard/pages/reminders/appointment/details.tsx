import { CopyableId, Copyable } from '../../../components/copyable.tsx';
import { KeyValue } from '../../../components/key-value.tsx';
import { Phone } from '../../../components/phone.tsx';
import { Time } from '../../../components/time.tsx';
import { Moment } from '../moment.tsx';
import type { AppointmentDetail } from '../shapes.ts';

export const Details = ({ appointment }: { appointment: AppointmentDetail }) => (
  <div className="rounded-lg border border-line bg-surface p-4">
    <KeyValue
      items={[
        ['External id', <Copyable key="e" value={appointment.externalId} label="external id" />],
        ['Phone', <Phone key="p" phone={appointment.phone} of={{ kind: 'appointment', id: appointment.id }} />],
        ['Name', appointment.name],
        ['Starts', <Time key="s" at={appointment.startsAt} as="long" zone={appointment.zone} />],
        ['Zone', appointment.zone],
        ['Booked', <Moment key="b" at={appointment.bookedAt} zone={appointment.zone} relative />],
        ['Changed', <Moment key="c" at={appointment.changedAt} zone={appointment.zone} relative />],
        ['Version', appointment.version],
        ['Id', <CopyableId key="i" id={appointment.id} label="appointment id" />],
        ...Object.entries(appointment.variables).map(([name, value]) => [name, value] as const),
      ]}
    />
  </div>
);
