import { Link } from '@tanstack/react-router';
import { BellOff, Ellipsis, RotateCw, UserCheck, UserPlus } from 'lucide-react';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu } from '../../components/menu.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { statusWords } from '../../format/status-words.ts';
import { CauseCell, ShareBar } from './group-cells.tsx';
import { LookedAfterCell } from './looked-after.tsx';
import { isRetryable } from './pick-group.ts';
import type { Group } from './queries.ts';
import type { Seen } from './news.ts';

interface GroupColumns {
  seen: Seen | undefined;
  isNarrow: boolean;
  /** Who looks after it stands beside the cause: there is no room for a column. */
  withPerson: boolean;
  onRetry: (group: Group) => void;
  onSnooze: (group: Group) => void;
  onAssign: (group: Group) => void;
  onTake: (group: Group) => void;
}

export const groupColumns = ({ seen, isNarrow, withPerson, ...on }: GroupColumns): Column<Group>[] => [
  {
    id: 'cause',
    header: 'Cause and what helps',
    width: isNarrow ? 'minmax(11rem,1fr)' : 'minmax(15rem,3fr)',
    cell: (group) => <CauseCell group={group} seen={seen} isNarrow={isNarrow} withPerson={withPerson} />,
  },
  {
    id: 'class',
    header: 'Can it be retried?',
    width: '9.5rem',
    from: 'sm',
    cell: (group) => (
      <span className="flex flex-col items-start gap-0.5">
        <StatusPill kind="cause" state={group.class} />
        <span className="text-xs text-subtle">
          since <Time at={group.firstAt} />
        </span>
      </span>
    ),
  },
  {
    id: 'open',
    header: isNarrow ? 'Open' : 'Open contacts',
    width: isNarrow ? '5.5rem' : '7.5rem',
    align: 'end',
    cell: ({ openContacts }) => (
      <span className={openContacts === 0 ? 'text-subtle' : 'font-semibold'}>{count(openContacts)}</span>
    ),
  },
  {
    id: 'attempts',
    header: 'Failed attempts',
    width: '7.5rem',
    from: 'md',
    cell: ({ attempts, share, class: kind }) => (
      <ShareBar attempts={attempts} share={share} tone={statusWords('cause', kind).tone} />
    ),
  },
  {
    id: 'day',
    header: 'Last 24 h',
    width: '6rem',
    from: 'xl',
    cell: ({ hours, lastAt, class: kind }) => (
      <span className="flex flex-col gap-0.5">
        <Sparkline
          label="Failures an hour, last 24 hours"
          values={hours}
          width={84}
          height={18}
          tone={statusWords('cause', kind).tone}
        />
        <span className="text-xs text-subtle">
          <Time at={lastAt} as="relative" past />
        </span>
      </span>
    ),
  },
  { id: 'person', header: 'Looked after by', width: 'minmax(6.5rem,.8fr)', from: 'xl', cell: LookedAfterCell },
  { id: 'where', header: 'Campaigns, top code', width: 'minmax(8rem,1fr)', from: 'xl', cell: Where },
  {
    id: 'act',
    header: 'Actions',
    width: '7.5rem',
    align: 'end',
    from: 'sm',
    cell: (group) => <Actions group={group} {...on} />,
  },
];

function Where({ campaigns, moreCampaigns, codes }: Group) {
  const [first] = campaigns;
  const more = campaigns.length - 1 + moreCampaigns;
  return (
    <span className="flex min-w-0 flex-col">
      <span className="truncate" title={campaigns.map(({ name }) => name).join(', ')}>
        {first === undefined ? <span className="text-subtle">none open</span> : first.name}
        {more > 0 && <span className="text-subtle"> and {count(more)} more</span>}
      </span>
      <code className="truncate font-mono text-xs text-subtle">{codes[0]?.code ?? ' '}</code>
    </span>
  );
}

type ActionsProps = Omit<GroupColumns, 'seen' | 'isNarrow' | 'withPerson'> & { group: Group };

function Actions({ group, onRetry, onSnooze, onAssign, onTake }: ActionsProps) {
  const { missing } = useScope('campaigns:write');
  return (
    // The row opens on a click of its own.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events
    <span className="flex items-center justify-end gap-1" onClick={(event) => event.stopPropagation()}>
      {isRetryable(group) && (
        <Button size="sm" icon={<RotateCw aria-hidden size={13} />} missing={missing} onClick={() => onRetry(group)}>
          Retry…
        </Button>
      )}
      {group.cause === 'parked' && (
        <Link to="/reviews" search={{ tab: 'parked' }} className="link text-sm">
          Decide
        </Link>
      )}
      <Menu
        trigger={<IconButton size="sm" label={`More for ${group.words}`} icon={<Ellipsis size={15} />} />}
        groups={[
          {
            items: [
              {
                label: 'I look after it',
                icon: <UserCheck size={14} />,
                keys: 'a',
                missing,
                onSelect: () => onTake(group),
              },
              { label: 'Assign…', icon: <UserPlus size={14} />, missing, onSelect: () => onAssign(group) },
              { label: 'Snooze…', icon: <BellOff size={14} />, missing, onSelect: () => onSnooze(group) },
            ],
          },
        ]}
      />
    </span>
  );
}
