import { Pill } from '../../components/pill.tsx';
import type { Column } from '../../components/table-column.ts';
import type { LawRule } from './queries.ts';
import { placeWords } from './place-words.ts';
import { ruleSentences } from './rule-words.ts';

export const ruleColumns: readonly Column<LawRule>[] = [
  {
    id: 'place',
    header: 'Place',
    width: 'minmax(8rem,1fr)',
    cell: ({ jurisdiction, id }) => (
      <>
        <span className="block truncate font-medium">{placeWords(jurisdiction)}</span>
        <span className="block truncate font-mono text-xs text-subtle">{id}</span>
      </>
    ),
  },
  {
    id: 'says',
    header: 'What it says',
    width: 'minmax(12rem,3fr)',
    cell: (rule) => {
      const words = `${ruleSentences(rule).join('. ')}.`;
      return (
        <span className="line-clamp-2 whitespace-normal" title={words}>
          {words}
        </span>
      );
    },
  },
  {
    id: 'for',
    header: 'For',
    width: 'minmax(8rem,1fr)',
    from: 'md',
    cell: ({ purposes, channels }) => (
      <span className="text-muted">
        {purposes.join(', ')}
        {channels.length === 1 && (channels[0] === 'call' ? ', calls only' : ', texts only')}
      </span>
    ),
  },
  { id: 'from', header: 'Since', width: '7rem', from: 'lg', cell: ({ from }) => from },
  {
    id: 'state',
    header: 'Source',
    width: '8.5rem',
    from: 'sm',
    cell: ({ confirmed, inForce }) => (
      <Pill tone={!inForce ? 'neutral' : confirmed ? 'done' : 'warning'} size="sm">
        {!inForce ? 'Not in force' : confirmed ? 'Confirmed' : 'Not confirmed'}
      </Pill>
    ),
  },
];
