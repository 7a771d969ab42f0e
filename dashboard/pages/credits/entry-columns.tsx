import { CampaignLink } from '../numbers/campaign-link.tsx';
import { Button } from '../../components/button.tsx';
import { Money } from '../../components/money.tsx';
import { Pill } from '../../components/pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import { Tooltip } from '../../components/tooltip.tsx';
import { ownClock } from '../../format/time.ts';
import { actorWords } from '../failures/actor-words.ts';
import { changeOf, ENTRY_KINDS } from './entry-words.ts';
import type { Entry } from './queries.ts';

/** What says nothing of lines that are none. */
const EMPTY_OF: Readonly<Partial<Record<Entry['kind'], readonly string[]>>> = {
  hold: ['held', 'released', 'balance'],
  release: ['released', 'balance'],
};

interface EntryColumns {
  /** The only kind that is shown, where it is one. */
  kind: Entry['kind'] | undefined;
  /** Name and currency of whoever's purse it is. */
  ownerOf: (entry: Entry) => { name: string; currency: string };
  onWhy: (entry: Entry) => void;
}

export const entryColumns = ({ kind, ...rest }: EntryColumns): Column<Entry>[] => {
  const empty = (kind === undefined ? undefined : EMPTY_OF[kind]) ?? [];
  return allColumns(rest).filter(({ id }) => !empty.includes(id));
};

const allColumns = ({ ownerOf, onWhy }: Omit<EntryColumns, 'kind'>): Column<Entry>[] => [
  {
    id: 'at',
    header: `When, ${ownClock()}`,
    width: 'minmax(6rem,7.5rem)',
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: 'kind',
    header: 'Line',
    width: 'minmax(5.75rem,6rem)',
    cell: ({ kind }) => (
      <Tooltip words={ENTRY_KINDS[kind].means}>
        <span>
          <Pill tone={ENTRY_KINDS[kind].tone} size="sm">
            {ENTRY_KINDS[kind].words}
          </Pill>
        </span>
      </Tooltip>
    ),
  },
  { id: 'owner', header: 'Whose credit', width: 'minmax(7rem,1fr)', from: 'md', cell: (entry) => ownerOf(entry).name },
  {
    id: 'what',
    header: 'For',
    width: 'minmax(7rem,1.1fr)',
    from: 'sm',
    cell: ({ ofCampaignId, ofCampaignName, ofProgrammeId, note, createdBy }) =>
      ofCampaignId === null ? (
        <span className="text-muted">{note ?? `by ${actorWords(createdBy)}`}</span>
      ) : (
        <CampaignLink campaignId={ofCampaignId} programmeId={ofProgrammeId} name={ofCampaignName ?? 'a campaign'} />
      ),
  },
  {
    id: 'why',
    header: 'Call or text',
    width: '8rem',
    from: 'sm',
    cell: (entry) =>
      entry.attemptId === null ? (
        <span className="text-subtle">–</span>
      ) : (
        <Button size="sm" kind="ghost" className="-ml-2" onClick={() => onWhy(entry)}>
          Why this amount
        </Button>
      ),
  },
  {
    id: 'by',
    header: 'By',
    width: 'minmax(6rem,.8fr)',
    from: 'xl',
    cell: ({ createdBy }) => <span className="text-muted">{actorWords(createdBy)}</span>,
  },
  {
    id: 'held',
    header: 'Held',
    width: '5.5rem',
    align: 'end',
    from: 'lg',
    cell: (entry) => <Money micros={entry.heldMicros} currency={ownerOf(entry).currency} inColumn />,
  },
  {
    id: 'released',
    header: 'Released',
    width: '5.5rem',
    align: 'end',
    from: 'lg',
    cell: (entry) => <Money micros={entry.releasedMicros} currency={ownerOf(entry).currency} inColumn />,
  },
  {
    id: 'amount',
    header: 'Amount',
    width: 'minmax(5rem,6rem)',
    align: 'end',
    cell: (entry) => <Money micros={changeOf(entry)} currency={ownerOf(entry).currency} signed strong inColumn />,
  },
  {
    id: 'balance',
    header: 'Balance after',
    width: '7rem',
    from: 'sm',
    align: 'end',
    cell: (entry) => <Money micros={entry.balanceMicros} currency={ownerOf(entry).currency} inColumn />,
  },
];
