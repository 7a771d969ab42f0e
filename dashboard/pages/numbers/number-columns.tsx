import type { OwnNumber } from '../../api/accounts.ts';
import { Pill } from '../../components/pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { count, plural, share } from '../../format/number.ts';
import { phoneWords } from '../../format/phone.ts';
import type { NumberUse } from './queries.ts';

const dash = <span className="text-subtle">–</span>;
/** So few attempts say nothing about a number. */
const TELLING = 20;
const HIGH_SHARE = 0.5;

export const numberColumns = (useOf: (number: OwnNumber) => NumberUse | undefined): Column<OwnNumber>[] => [
  {
    id: 'phone',
    header: 'Number',
    sort: 'phone',
    width: 'minmax(9rem,1fr)',
    cell: ({ phone }) => <span className="font-mono text-sm">{phoneWords(phone)}</span>,
  },
  {
    id: 'label',
    header: 'Label',
    sort: 'label',
    width: 'minmax(6rem,1.2fr)',
    from: 'sm',
    cell: ({ label }) => label ?? dash,
  },
  {
    id: 'account',
    header: 'Account',
    sort: 'account',
    width: 'minmax(7rem,1.2fr)',
    from: 'md',
    cell: ({ accountName }) => accountName,
  },
  {
    id: 'agent',
    header: 'Agent',
    sort: 'agent',
    width: 'minmax(7rem,1.2fr)',
    from: 'lg',
    cell: ({ agentName, agentRef }) => agentName ?? agentRef ?? <span className="text-subtle">none</span>,
  },
  {
    id: 'use',
    header: 'Used by',
    width: 'minmax(8rem,1.6fr)',
    from: 'md',
    cell: (number) => {
      const names = useOf(number)?.campaigns.map(({ name }) => name) ?? [];
      return names.length === 0 ? <span className="text-subtle">no campaign</span> : names.join(', ');
    },
  },
  {
    id: 'attempts',
    header: 'Lately',
    sort: 'attempts',
    width: '6rem',
    align: 'end',
    from: 'lg',
    cell: (number) => count(useOf(number)?.attempts ?? 0),
  },
  {
    id: 'failed',
    header: 'Failed',
    sort: 'failed',
    width: '6.5rem',
    align: 'end',
    from: 'sm',
    cell: (number) => <FailedShare use={useOf(number)} />,
  },
  {
    id: 'status',
    header: 'Status',
    width: '7rem',
    cell: ({ status }) => (
      <Pill tone={status === 'active' ? 'done' : 'neutral'} size="sm">
        {status === 'active' ? 'Active' : 'Given back'}
      </Pill>
    ),
  },
];

/** Loud only where there were enough attempts to say so. */
export function FailedShare({ use }: { use: NumberUse | undefined }) {
  if (use === undefined || use.attempts === 0) return dash;
  const isHigh = use.attempts >= TELLING && use.failed / use.attempts >= HIGH_SHARE;
  return (
    <span
      data-tone={isHigh ? 'warning' : undefined}
      className={isHigh ? 'font-medium text-tone-fg' : ''}
      title={`${count(use.failed)} of ${plural(use.attempts, 'attempt')}`}
    >
      {share(use.failed, use.attempts)}
      {isHigh && <span className="sr-only">, high</span>}
    </span>
  );
}
