import type { UseQueryResult } from '@tanstack/react-query';
import { toProblem } from '../../../api/problem.ts';
import { Callout } from '../../../components/callout.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LinkButton } from '../../../components/link-button.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useDraft } from '../draft-context.tsx';
import type { Inspection } from '../queries.ts';
import { StepFooter } from '../step-footer.tsx';
import { FileFacts } from './file-facts.tsx';
import { LayoutLine } from './layout-line.tsx';
import { Mojibake } from './mojibake.tsx';
import { PreviewTable } from './preview-table.tsx';
import { Receiving } from './receiving.tsx';

/** Step 1: the file, and how its bytes become rows and cells. */
export function FileStep({ inspection }: { inspection: UseQueryResult<Inspection> }) {
  const { draft } = useDraft();
  if (draft.state === 'receiving') return <Receiving />;
  if (draft.state === 'cancelled') return <Expired />;
  const found = inspection.isError ? undefined : inspection.data;
  const problem = inspection.isError ? toProblem(inspection.error) : undefined;
  return (
    <>
      <div className="flex flex-col gap-4">
        <FileFacts rowCount={found?.rowCount} />
        {draft.failure !== null && problem === undefined && (
          <Callout tone="danger" title={draft.failure.message}>
            {draft.failure.line !== undefined && `Line ${draft.failure.line}. `}
            {draft.failure.repair}
          </Callout>
        )}
        {problem !== undefined && (
          <Callout
            tone="danger"
            title={problem.message}
            actions={
              <LinkButton size="sm" to="/campaigns/new">
                Upload another file
              </LinkButton>
            }
          >
            {problem.parts.repair} Or correct below how it is read, where that was not found right.
          </Callout>
        )}
        <LayoutLine layout={found?.layout} />
        {found !== undefined && <Mojibake inspection={found} />}
        {found !== undefined ? (
          <PreviewTable inspection={found} dimmed={inspection.isPlaceholderData} />
        ) : problem === undefined ? (
          <Skeleton className="h-96 w-full" />
        ) : null}
      </div>
      <StepFooter
        next="map"
        blocked={
          found === undefined
            ? problem === undefined
              ? 'Wait until the file was looked at.'
              : 'This file cannot be read as it is.'
            : undefined
        }
      />
    </>
  );
}

const Expired = () => (
  <EmptyState
    title="This draft is over"
    action={
      <LinkButton kind="primary" to="/campaigns/new">
        Upload a list
      </LinkButton>
    }
  >
    It was discarded, or its bytes never came. The file is no longer kept: upload it again.
  </EmptyState>
);
