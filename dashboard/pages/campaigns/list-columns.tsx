import { Link } from '@tanstack/react-router';
import { MessageSquare, Phone } from 'lucide-react';
import { Money } from '../../components/money.tsx';
import { StackedBar } from '../../components/stacked-bar.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count, share } from '../../format/number.ts';
import { partsOf } from './parts.ts';
import type { Campaign } from './queries.ts';
import { RowToggle } from './row-toggle.tsx';
import { blockedWords } from './words.ts';

/** Name, state and progress first: what a narrow screen shows too. */
export const campaignColumns: readonly Column<Campaign>[] = [
  {
    id: 'name',
    header: 'Campaign',
    sort: 'name',
    width: 'minmax(8.5rem,2fr)',
    cell: (campaign) => (
      <span className="block min-w-0">
        <Link
          to="/campaigns/$campaignId/overview"
          params={{ campaignId: campaign.id }}
          onClick={(event) => event.stopPropagation()}
          title={campaign.name}
          className="block truncate font-medium hover:underline"
        >
          {campaign.name}
        </Link>
        <span className="mt-1 flex flex-col gap-1.5 md:hidden">
          <span className="flex">
            <StatusPill kind="run" state={campaign.state} />
          </span>
          <Bar campaign={campaign} />
        </span>
        {campaign.state === 'running' && campaign.blockedReason !== null && (
          <span className="block truncate text-xs text-subtle max-md:hidden">
            {blockedWords(campaign.blockedReason).words}
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '7.5rem',
    from: 'md',
    cell: ({ state }) => <StatusPill kind="run" state={state} />,
  },
  {
    id: 'channel',
    header: 'Channel',
    width: '7.5rem',
    from: 'xl',
    cell: ({ channels }) => <Channels channels={channels} />,
  },
  {
    id: 'progress',
    header: 'Progress',
    width: 'minmax(9rem,1.6fr)',
    from: 'md',
    cell: (campaign) => <Bar campaign={campaign} />,
  },
  {
    id: 'contacts',
    header: 'People',
    sort: 'contacts',
    align: 'end',
    width: '5.5rem',
    from: 'sm',
    cell: ({ contacts }) => count(contacts),
  },
  {
    id: 'spent',
    header: 'Spent',
    sort: 'spent',
    align: 'end',
    width: '6.5rem',
    from: 'lg',
    cell: ({ spentMicros, currency }) => <Money micros={spentMicros} currency={currency} inColumn />,
  },
  {
    id: 'when',
    header: 'Launched',
    sort: 'launched',
    align: 'end',
    width: '8.5rem',
    from: 'lg',
    cell: ({ launchedAt }) =>
      launchedAt === null ? <span className="text-subtle">not yet</span> : <Time at={launchedAt} />,
  },
  {
    id: 'toggle',
    header: 'Actions',
    align: 'end',
    width: '4.5rem',
    cell: (campaign) => <RowToggle campaign={campaign} />,
  },
];

/** The bar, and how much of it is done: in words for who does not see it. */
const Bar = ({ campaign }: { campaign: Campaign }) =>
  campaign.contacts === 0 ? (
    <span className="text-xs text-subtle">no people yet</span>
  ) : (
    <span className="flex items-center gap-2">
      <span className="min-w-0 flex-1">
        <StackedBar
          label={`Contacts of ${campaign.name}`}
          height="sm"
          legend={false}
          parts={partsOf(campaign.byState)}
        />
      </span>
      <span className="w-10 shrink-0 text-right text-xs text-subtle">
        {share(campaign.contactsDone, campaign.contacts)}
      </span>
    </span>
  );

const Channels = ({ channels }: { channels: Campaign['channels'] }) => (
  <span className="flex items-center gap-1.5 text-muted">
    {channels.includes('call') && <Phone aria-hidden size={14} />}
    {channels.includes('sms') && <MessageSquare aria-hidden size={14} />}
    <span className="truncate">{channels.map((channel) => (channel === 'call' ? 'Call' : 'Text')).join(', ')}</span>
  </span>
);
