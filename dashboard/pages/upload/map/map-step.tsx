import type { UseQueryResult } from '@tanstack/react-query';
import { useRef } from 'react';
import { QueryView } from '../../../components/query-view.tsx';
import { Skeleton } from '../../../components/skeleton.tsx';
import { useDraft } from '../draft-context.tsx';
import { MessagePanel, type MessageHandle } from '../message/message-panel.tsx';
import type { Inspection } from '../queries.ts';
import { isForLaunch, mustBeSaid } from '../step-state.ts';
import { StepFooter } from '../step-footer.tsx';
import { ColumnTable } from './column-table.tsx';
import { MappingTools } from './mapping-tools.tsx';
import { Questions } from './questions.tsx';
import { ReadingOptions } from './reading-options.tsx';

/** Step 2: what each column is, and beside it what people are told with it. */
export function MapStep({ inspection }: { inspection: UseQueryResult<Inspection> }) {
  const { draft, campaign } = useDraft();
  const message = useRef<MessageHandle>(null);
  const launching = isForLaunch(draft, campaign);
  const open =
    inspection.data?.questions.filter((one) => mustBeSaid(draft, one) && one.code !== 'missing_columns').length ?? 0;
  return (
    <>
      <QueryView query={inspection} what="How the list is read" skeleton={<Skeleton className="h-96 w-full" />}>
        {(found) => (
          <div className={launching ? 'grid items-start gap-6 xl:grid-cols-[minmax(0,7fr)_minmax(24rem,5fr)]' : ''}>
            <section aria-labelledby="columns" className="flex min-w-0 flex-col gap-4">
              <div className="flex flex-wrap items-center justify-between gap-3">
                <h2 id="columns" className="text-lg font-semibold">
                  Columns
                </h2>
                <MappingTools inspection={found} />
              </div>
              <Questions inspection={found} />
              <ColumnTable inspection={found} />
              <ReadingOptions inspection={found} />
            </section>
            {launching && <MessagePanel handle={message} columns={found.layout.columns} />}
          </div>
        )}
      </QueryView>
      <StepFooter
        back="file"
        next="check"
        label="Check the list"
        blocked={
          inspection.data === undefined
            ? 'Wait until the file was looked at.'
            : open > 0
              ? 'Answer the questions about the columns first.'
              : undefined
        }
        onNext={async () => (message.current === null ? true : await message.current.save())}
      />
    </>
  );
}
