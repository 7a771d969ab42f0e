import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { serverNowMs } from '../../app/use-now.ts';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { abortRetry, startRetry, type Retry } from './queries.ts';

export interface Start {
  run: (retry: Retry) => Promise<void>;
  isPending: boolean;
}

/** Takes a start back while nobody was queued: it is as if nothing had been. */
export async function undoStart(retry: Pick<Retry, 'id' | 'name'>, refresh: () => void): Promise<void> {
  try {
    const { givenBack, inFlight } = await abortRetry(retry.id, 'Taken back at once');
    toast({
      title: `“${retry.name}” is taken back`,
      detail:
        inFlight === 0
          ? `${plural(givenBack, 'contact stands', 'contacts stand')} as before. Nobody was dialled.`
          : `${plural(inFlight, 'call')} had begun and will finish.`,
    });
  } catch (error) {
    toast({ tone: 'danger', title: 'Not taken back', detail: toProblem(error).message });
  }
  refresh();
}

/** Starts a plan, goes to its page, and offers the undo for as long as it holds. A refusal is thrown to the dialog. */
export function useStart(onStarted: () => void = () => {}): Start {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = (): void => {
    for (const queryKey of [['retry'], ['retries'], ['failures']]) void client.invalidateQueries({ queryKey });
  };
  const starting = useMutation({
    mutationFn: async (retry: Retry) => ({ retry, ...(await startRetry(retry.id)) }),
    onSuccess: ({ retry, startsAt }) => {
      refresh();
      onStarted();
      void navigate({ to: '/retries/$retryId', params: { retryId: retry.id } });
      toast({
        title: `${plural(retry.plan.willDial, 'contact')} will be dialled`,
        detail: 'The first in a moment.',
        undo: () => void undoStart(retry, refresh),
        forMs: Math.max(1_000, Date.parse(startsAt) - serverNowMs()),
      });
    },
  });
  return { run: async (retry) => void (await starting.mutateAsync(retry)), isPending: starting.isPending };
}
