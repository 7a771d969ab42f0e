import { Link } from '@tanstack/react-router';
import { Button } from '../../../components/button.tsx';
import { Phone } from '../../../components/phone.tsx';
import type { Column } from '../../../components/table-column.ts';
import { Time } from '../../../components/time.tsx';
import { duration } from '../../../format/time.ts';
import { ChannelIcon } from '../channel-icon.tsx';
import type { Missed } from '../shapes.ts';
import { nowWords, sayReason } from '../words.ts';

interface MissedActions {
  missing: string | undefined;
  onSend: (row: Missed) => void;
  onSkip: (row: Missed) => void;
}

export const missedColumns = ({ missing, onSend, onSkip }: MissedActions): readonly Column<Missed>[] => [
  {
    id: 'due',
    header: 'Was due',
    width: 'minmax(8rem,10rem)',
    cell: ({ dueAt, lateSeconds }) => (
      <>
        <Time at={dueAt} />
        <span className="block truncate text-sm text-subtle">{duration(lateSeconds * 1_000)} late</span>
      </>
    ),
  },
  {
    id: 'who',
    header: 'Recipient',
    width: 'minmax(9rem,2fr)',
    cell: ({ name, phone, contactId }) => (
      <>
        <span className="block truncate font-medium">{name ?? 'No name'}</span>
        <span className="block truncate text-subtle">
          <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />
        </span>
      </>
    ),
  },
  {
    id: 'what',
    header: 'Reminds of',
    width: 'minmax(9rem,2fr)',
    from: 'md',
    cell: ({ appointments, programmeId, says, channel }) => (
      <>
        <span className="block truncate">
          {appointments.map(({ externalId, says }, at) => (
            <span key={externalId}>
              {at > 0 && ', '}
              <Link
                to="/reminders/appointments/$programmeId/$externalId"
                params={{ programmeId, externalId }}
                className="link"
              >
                {says}
              </Link>
            </span>
          ))}
        </span>
        <span className="flex items-center gap-1.5 truncate text-sm text-subtle">
          <ChannelIcon channel={channel} /> {says}
        </span>
      </>
    ),
  },
  {
    id: 'why',
    header: 'Why',
    width: 'minmax(8rem,1.5fr)',
    from: 'lg',
    cell: ({ reason, lastAttempt, programme }) => (
      <>
        <span className="block truncate">{sayReason(lastAttempt?.reason ?? reason ?? 'not known')}</span>
        <span className="block truncate text-sm text-subtle">{programme}</span>
      </>
    ),
  },
  {
    id: 'until',
    header: 'In time until',
    width: '8.5rem',
    from: 'sm',
    cell: ({ sendableUntil }) =>
      sendableUntil === null ? <span className="text-subtle">over</span> : <Time at={sendableUntil} as="relative" />,
  },
  {
    id: 'do',
    header: 'Actions',
    width: '13.5rem',
    align: 'end',
    from: 'sm',
    cell: (row) => (
      <span className="flex justify-end gap-1">
        <Button
          size="sm"
          missing={missing ?? (row.sendableUntil === null ? 'It would come too late by now.' : undefined)}
          onClick={() => onSend(row)}
        >
          {nowWords(row.channel)}
        </Button>
        <Button size="sm" kind="ghost" missing={missing} onClick={() => onSkip(row)}>
          Mark skipped
        </Button>
      </span>
    ),
  },
];
