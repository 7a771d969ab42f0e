import { useInfiniteQuery } from '@tanstack/react-query';
import { rowsOf } from '../../../api/paged.ts';
import { Button } from '../../../components/button.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SkeletonLines } from '../../../components/skeleton.tsx';
import { count } from '../../../format/number.ts';
import { useDraft } from '../draft-context.tsx';
import { problemsQuery, type Group, type Problem } from '../queries.ts';
import { CellEdit } from './cell-edit.tsx';

/** Every row with this problem: found, expected, and its cell to be corrected in place. */
export function ProblemRows({ group }: { group: Group }) {
  const { draft } = useDraft();
  const { severity, code, column } = group;
  const query = useInfiniteQuery(
    problemsQuery(draft.id, draft.version, { severity, code, column: column ?? undefined }),
  );
  const rows = rowsOf(query.data);
  if (query.isError && rows === undefined) {
    return (
      <div className="p-4">
        <ErrorState what="The rows" error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (rows === undefined) {
    return (
      <div className="p-4">
        <SkeletonLines lines={4} />
      </div>
    );
  }
  return (
    <div className="border-t border-line">
      <div tabIndex={0} role="region" aria-label="Rows with this problem" className="max-h-96 overflow-auto">
        <table className="w-full text-sm">
          <thead className="sticky top-0 z-[1] bg-surface text-left text-xs text-subtle">
            <tr className="[&>th]:border-b [&>th]:border-line [&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col" className="text-right">
                Row
              </th>
              <th scope="col">Column</th>
              <th scope="col">Found</th>
              <th scope="col">What is wrong, and what was expected</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((problem) => (
              <Row key={`${problem.rowNumber}.${problem.ordinal}`} problem={problem} />
            ))}
          </tbody>
        </table>
        {query.hasNextPage && (
          <p className="p-3">
            <Button size="sm" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}

const Row = ({ problem }: { problem: Problem }) => (
  <tr className="align-top not-last:[&>*]:border-b not-last:[&>*]:border-line [&>*]:px-4 [&>*]:py-1.5">
    <th scope="row" className="text-right font-normal text-subtle">
      {count(problem.rowNumber)}
    </th>
    <td className="max-w-36 break-words">{problem.column ?? <span className="text-subtle">whole row</span>}</td>
    <td className="min-w-40">
      <CellEdit problem={problem} />
    </td>
    <td className="min-w-48 text-muted">
      {problem.message}
      {problem.suggested !== null && (
        <>
          {' '}
          Would become <code className="rounded-sm bg-sunken px-1 font-mono text-xs text-fg">{problem.suggested}</code>
        </>
      )}
    </td>
  </tr>
);
