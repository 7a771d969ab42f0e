import { Phone } from '../../components/phone.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { phoneWords } from '../../format/phone.ts';
import type { FailedContact, GroupDetail } from './queries.ts';

interface ContactColumns {
  numbers: GroupDetail['breakdown']['numbers'];
  withCampaign: boolean;
}

export const contactColumns = ({ numbers, withCampaign }: ContactColumns): Column<FailedContact>[] => [
  {
    id: 'name',
    header: 'Contact',
    width: 'minmax(7rem,1.6fr)',
    cell: ({ name, externalId, contactId }) => (
      <>
        {name ?? externalId ?? `Contact ${contactId}`}{' '}
        {name !== null && externalId !== null && <span className="ml-1 text-xs text-subtle">{externalId}</span>}
      </>
    ),
  },
  {
    id: 'phone',
    header: 'Phone',
    width: '10rem',
    cell: ({ phone, contactId }) => <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '7.5rem',
    from: 'sm',
    cell: ({ state }) => <StatusPill kind="contact" state={state} />,
  },
  {
    id: 'code',
    header: 'Provider code',
    width: 'minmax(8rem,1.4fr)',
    from: 'xl',
    cell: ({ providerReason }) => <code className="font-mono text-xs text-muted">{providerReason ?? '–'}</code>,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '4.5rem',
    align: 'end',
    from: 'md',
    cell: ({ attempts }) => count(attempts),
  },
  ...(withCampaign
    ? [
        {
          id: 'campaign',
          header: 'Campaign',
          width: 'minmax(7rem,1.2fr)',
          from: 'xl' as const,
          cell: ({ campaignName }: FailedContact) => <span className="text-muted">{campaignName}</span>,
        },
      ]
    : [triedFrom(numbers)]),
  {
    id: 'ended',
    header: 'Failed',
    width: '7.5rem',
    align: 'end',
    from: 'sm',
    cell: ({ endedAt }) => <Time at={endedAt} />,
  },
];

const triedFrom = (numbers: GroupDetail['breakdown']['numbers']): Column<FailedContact> => ({
  id: 'from',
  header: 'Tried from',
  width: '8rem',
  from: 'xl',
  cell: ({ numberId }) => {
    const phone = numbers.find((number) => number.numberId === numberId)?.phone;
    return <span className="font-mono text-sm text-muted">{phone === undefined ? '–' : phoneWords(phone)}</span>;
  },
});
