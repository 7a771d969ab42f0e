import { Stat, StatRow } from '../../components/stat.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { count, share } from '../../format/number.ts';
import type { Groups } from './queries.ts';

/** How much of what was dialled failed, and how much of that is open. */
export function GroupTotals({ groups: { totals, items } }: { groups: Groups }) {
  const openOf = (wanted: (group: Groups['items'][number]) => boolean): number =>
    items.filter(wanted).reduce((sum, { openContacts }) => sum + openContacts, 0);
  const hours = items.reduce<number[]>((sum, group) => group.hours.map((value, at) => value + (sum[at] ?? 0)), []);
  const lastDay = hours.reduce((sum, value) => sum + value, 0);
  return (
    <StatRow>
      <Stat label="Calls and texts" value={count(totals.attempts)} note="sent or refused" />
      <Stat
        label="Failed"
        value={count(totals.failed)}
        note={`${share(totals.failed, totals.attempts)} of all; ${count(lastDay)} in 24 h`}
        chart={<Sparkline label="Failures an hour, last 24 hours" values={hours} tone="retryable" width={72} />}
      />
      <Stat
        label="Can be retried"
        value={count(openOf(({ retryable, class: kind }) => retryable && kind === 'retry'))}
        note="open contacts, as they are"
      />
      <Stat
        label="Need a change first"
        value={count(openOf(({ class: kind }) => kind === 'change'))}
        note="open contacts"
      />
    </StatRow>
  );
}
