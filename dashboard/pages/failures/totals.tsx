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
      <Stat label="Calls and texts" value={count(totals.attempts)} note="that left Outdial or were refused" />
      <Stat
        label="Failed"
        value={count(totals.failed)}
        note={`${share(totals.failed, totals.attempts)} of all`}
        chart={<Sparkline label="Failures an hour, last 24 hours" values={hours} tone="retryable" width={72} />}
      />
      <Stat
        label="Failed in 24 hours"
        value={count(lastDay)}
        note={`${share(lastDay, totals.failed)} of all that failed`}
      />
      <Stat
        label="Can be retried"
        value={count(openOf(({ retryable, class: kind }) => retryable && kind === 'retry'))}
        note="contacts whose cause passes by itself"
      />
      <Stat
        label="Need a change first"
        value={count(openOf(({ class: kind }) => kind === 'change'))}
        note="contacts: a number, a text, a setting"
      />
    </StatRow>
  );
}
