import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw, X } from 'lucide-react';
import { toProblem } from '../../../api/problem.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { usePatchSearch } from '../../../app/use-patch-search.ts';
import { Button } from '../../../components/button.tsx';
import { QueryView } from '../../../components/query-view.tsx';
import { SkeletonLines } from '../../../components/skeleton.tsx';
import { toast } from '../../../components/toast-store.ts';
import { useLiveTopic } from '../../../live/use-live.ts';
import { Transcript } from '../../contact/transcript.tsx';
import { cancelTest, testQuery, type CampaignTest } from './queries.ts';
import { FOOT } from './foot.ts';
import { TestFacts } from './test-facts.tsx';
import { TestStages } from './test-stages.tsx';

interface TestProgressProps {
  campaignId: string;
  testId: string;
  onAgain: () => void;
  onClose: () => void;
}

/** What becomes of a test, as it happens. Closing this ends nothing. */
export function TestProgress({ campaignId, testId, onAgain, onClose }: TestProgressProps) {
  const query = useQuery(testQuery(campaignId, testId));
  useLiveTopic(query.data?.open === true ? `test:${testId}` : undefined);
  const client = useQueryClient();
  const patch = usePatchSearch();
  const { missing } = useScope('campaigns:write');
  const cancel = useMutation({
    mutationFn: () => cancelTest(campaignId, testId),
    onSettled: () => {
      for (const queryKey of [
        ['campaign', campaignId, 'tests'],
        ['test', testId],
      ]) {
        void client.invalidateQueries({ queryKey });
      }
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not cancelled', detail: toProblem(error).message }),
  });
  return (
    <div className="flex flex-col gap-4">
      <QueryView query={query} what="The test" works="the test itself" skeleton={<SkeletonLines lines={6} />}>
        {(test) => (
          <div className="flex flex-col gap-4">
            <TestStages test={test} />
            <TestFacts test={test} />
            <Said test={test} />
          </div>
        )}
      </QueryView>
      <div className={FOOT}>
        {query.data !== undefined && (
          <Button
            kind="ghost"
            className="mr-auto"
            onClick={() => {
              const contact = String(query.data.contactId);
              onClose();
              patch({ contact }, { push: true });
            }}
          >
            Open the contact
          </Button>
        )}
        {query.data?.state === 'waiting' && (
          <Button
            icon={<X aria-hidden size={14} />}
            busy={cancel.isPending}
            missing={missing}
            onClick={() => cancel.mutate()}
          >
            Cancel the test
          </Button>
        )}
        {query.data?.open === false && (
          <Button icon={<RotateCw aria-hidden size={14} />} onClick={onAgain}>
            Test again
          </Button>
        )}
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </div>
    </div>
  );
}

function Said({ test: { channel, attempt, transcript } }: { test: CampaignTest }) {
  if (channel === 'sms') {
    return attempt?.rendered?.text === undefined ? null : (
      <p className="rounded-lg bg-sunken p-4 break-words whitespace-pre-wrap">{attempt.rendered.text}</p>
    );
  }
  if (transcript === null) return null;
  return (
    <section aria-label="What was said">
      <h3 className="mb-1 text-sm font-medium">What was said</h3>
      <Transcript transcript={transcript} />
    </section>
  );
}
