import type { SystemHealth } from '../../api/system.ts';
import { CopyableId } from '../../components/copyable.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Pill } from '../../components/pill.tsx';
import type { Column } from '../../components/table-column.ts';
import { Time } from '../../components/time.tsx';
import type { Tone } from '../../components/tone.ts';
import { count } from '../../format/number.ts';

type Worker = SystemHealth['workers'][number];

const STATES: Readonly<Record<Worker['state'], readonly [Tone, string]>> = {
  alive: ['done', 'Alive'],
  skewed: ['retryable', 'Clock is off'],
  silent: ['final', 'Silent'],
};
const reach = (ok: boolean) => (
  <Pill tone={ok ? 'done' : 'final'} size="sm">
    {ok ? 'Reached' : 'Not reached'}
  </Pill>
);

const COLUMNS: readonly Column<Worker>[] = [
  { id: 'host', header: 'Host', width: 'minmax(6rem,1fr)', cell: ({ host }) => host },
  { id: 'id', header: 'Id', width: '8rem', from: 'md', cell: ({ id }) => <CopyableId id={id} label="worker id" /> },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: ({ state }) => (
      <Pill tone={STATES[state][0]} size="sm">
        {STATES[state][1]}
      </Pill>
    ),
  },
  { id: 'temporal', header: 'Temporal', width: '8rem', from: 'sm', cell: ({ temporalOk }) => reach(temporalOk) },
  { id: 'redis', header: 'Redis', width: '8rem', from: 'sm', cell: ({ redisOk }) => reach(redisOk) },
  {
    id: 'skew',
    header: 'Clock off by',
    width: '7rem',
    align: 'end',
    from: 'lg',
    cell: ({ clockSkewMs }) => `${count(clockSkewMs)} ms`,
  },
  { id: 'seen', header: 'Heard of', width: '8rem', align: 'end', cell: ({ seenAt }) => <Time at={seenAt} /> },
];

/** The processes that dial. */
export const Workers = ({ workers }: { workers: readonly Worker[] }) => (
  <section>
    <h2 className="mb-3 text-lg font-semibold">Workers</h2>
    <DataTable
      caption="Workers"
      columns={COLUMNS}
      rows={workers}
      rowKey={({ id }) => id}
      empty={
        <EmptyState title="No worker has been heard of">
          Without one nothing is dialled. Start it: <code className="font-mono">outdial up</code>.
        </EmptyState>
      }
    />
  </section>
);
