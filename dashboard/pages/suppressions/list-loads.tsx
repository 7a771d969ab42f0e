import { useQuery } from '@tanstack/react-query';
import { QueryView } from '../../components/query-view.tsx';
import { SkeletonLines } from '../../components/skeleton.tsx';
import { Time } from '../../components/time.tsx';
import { count, plural } from '../../format/number.ts';
import { actorWords } from '../failures/actor-words.ts';
import { listQuery, type StopList } from './queries.ts';

const STATES: Readonly<Record<StopList['state'], string>> = {
  loading: 'Loading',
  done: 'In force',
  failed: 'Failed',
  replaced: 'Replaced',
  removed: 'Removed',
};

/** Every file that was loaded under this name. */
export function ListLoads({ name }: { name: string }) {
  const query = useQuery(listQuery(name));
  return (
    <div className="border-t border-line px-4 py-3">
      <QueryView query={query} what="The history" skeleton={<SkeletonLines lines={2} />}>
        {({ loads }) => (
          <ol className="flex flex-col gap-2 text-sm">
            {loads.map((load) => (
              <li key={load.id} className="flex flex-wrap gap-x-4">
                <Time at={load.createdAt} as="both" />
                <span className="font-medium">{STATES[load.state]}</span>
                <span className="text-muted">
                  {load.fileName}, {plural(load.numbers, 'number')}
                  {load.rowsRejected > 0 && `, ${count(load.rowsRejected)} rows not read`}, by{' '}
                  {actorWords(load.createdBy)}
                </span>
                {load.failure !== null && <span className="text-muted">{load.failure}</span>}
              </li>
            ))}
          </ol>
        )}
      </QueryView>
    </div>
  );
}
