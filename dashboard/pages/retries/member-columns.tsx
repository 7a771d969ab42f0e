import { Phone } from '../../components/phone.tsx';
import { Pill } from '../../components/pill.tsx';
import { StatusPill } from '../../components/status-pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { causeWords } from './cause-words.ts';
import type { Member } from './queries.ts';

/** `words`: of causes that are known already, as the results say them. */
export const memberColumns = (words: ReadonlyMap<string, string>): readonly Column<Member>[] => [
  {
    id: 'name',
    header: 'Contact',
    width: 'minmax(8rem,1.4fr)',
    cell: ({ name, externalId, contactId, isCanary }) => (
      <span className="flex items-center gap-2">
        <span className="truncate">{name ?? externalId ?? `Contact ${contactId}`}</span>
        {isCanary && (
          <span className="shrink-0">
            <Pill tone="info" size="sm" icon={false}>
              Canary
            </Pill>
          </span>
        )}
      </span>
    ),
  },
  {
    id: 'phone',
    header: 'Phone',
    width: '11rem',
    from: 'sm',
    cell: ({ phone, contactId }) => <Phone phone={phone} of={{ kind: 'contact', id: contactId }} />,
  },
  {
    id: 'status',
    header: 'Status',
    width: '10.5rem',
    cell: ({ status, state }) => (
      <StatusPill kind="member" state={status === 'waiting' && state === 'in_flight' ? 'in_flight' : status} />
    ),
  },
  {
    id: 'before',
    header: 'Before',
    width: 'minmax(7rem,1fr)',
    from: 'md',
    cell: ({ before }) => wordsOf(words, before),
  },
  {
    id: 'after',
    header: 'Now, or why not',
    width: 'minmax(9rem,1.6fr)',
    from: 'sm',
    cell: ({ result, exclusionWords }) =>
      exclusionWords === null ? (
        wordsOf(words, result)
      ) : (
        <span className="text-muted" title={exclusionWords}>
          {exclusionWords}
        </span>
      ),
  },
];

const wordsOf = (words: ReadonlyMap<string, string>, code: string | null): string =>
  (code === null ? undefined : words.get(code)) ?? causeWords(code);
