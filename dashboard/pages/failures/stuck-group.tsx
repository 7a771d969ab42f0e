import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PhoneOff } from 'lucide-react';
import { toProblem } from '../../api/problem.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { Time } from '../../components/time.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { reconcile, type Groups } from './queries.ts';

interface StuckGroupProps {
  stuck: Groups['stuck'];
  campaignId: string | undefined;
}

/** Calls of which nothing was heard for too long: a group of its own (R10). Nothing when there is none. */
export function StuckGroup({ stuck, campaignId }: StuckGroupProps) {
  const patch = usePatchSearch();
  if (stuck.count === 0) return null;
  return (
    <section
      data-tone="retryable"
      aria-label="Stuck calls"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-tone-line bg-tone-bg px-4 py-3"
    >
      <PhoneOff aria-hidden size={18} className="shrink-0 text-tone-fg" />
      <div className="min-w-0 flex-[1_1_18rem]">
        <h2 className="font-semibold text-tone-fg">
          {plural(stuck.count, 'call or text is', 'calls and texts are')} stuck
        </h2>
        <p className="text-muted">
          No event for longer than any should take, the oldest since <Time at={stuck.oldestAt} as="both" />. Each keeps
          its credit and its line until the provider says what became of it.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => patch({ stuck: true }, { push: true })}>Show them</Button>
        <ReconcileButton body={campaignId === undefined ? {} : { campaignId }} words="Reconcile with provider" />
      </div>
    </section>
  );
}

interface ReconcileButtonProps {
  body: { campaignId?: string; attemptIds?: string[] };
  words: string;
  size?: 'sm' | 'md';
}

/** Asks the provider at once. It moves nothing by itself, so it needs no confirmation. */
export function ReconcileButton({ body, words, size = 'md' }: ReconcileButtonProps) {
  const { missing } = useScope('campaigns:write');
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: () => reconcile(body),
    onSuccess: ({ asked }) => {
      toast({
        title:
          asked === 0
            ? 'None is stuck any more'
            : `The provider is asked about ${plural(asked, 'call or text', 'calls and texts')}`,
        detail: 'What it says shows up here within moments. Asking again is safe.',
      });
      void client.invalidateQueries({ queryKey: ['failures'] });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not asked', detail: toProblem(error).message }),
  });
  return (
    <Button
      size={size}
      kind={size === 'md' ? 'primary' : 'secondary'}
      missing={missing}
      busy={asking.isPending}
      onClick={() => asking.mutate()}
    >
      {words}
    </Button>
  );
}
