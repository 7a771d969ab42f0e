import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { serverNowMs } from '../../app/use-now.ts';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { startRetry, type Retry } from './queries.ts';
import { undoStart } from './use-start.ts';

/**
 * Starts plans one after the other, goes to the list of runs, and offers one undo for all for as long as it holds. The
 * refusal of one is told and leaves it planned; where none starts, it is thrown to the dialog.
 */
export function useStartAll(onStarted: () => void): (plans: readonly Retry[]) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = (): void => {
    for (const queryKey of [['retry'], ['retries'], ['failures']]) void client.invalidateQueries({ queryKey });
  };
  return async (plans) => {
    const started: { retry: Retry; untilMs: number }[] = [];
    const refused: { retry: Retry; error: unknown }[] = [];
    for (const retry of plans) {
      try {
        const { startsAt } = await startRetry(retry.id);
        started.push({ retry, untilMs: Date.parse(startsAt) });
      } catch (error) {
        refused.push({ retry, error });
      }
    }
    const [first] = refused;
    if (started.length === 0 && first !== undefined) throw first.error;
    refresh();
    onStarted();
    void navigate({ to: '/retries' });
    for (const { retry, error } of refused) {
      toast({ tone: 'danger', title: `“${retry.name}” is not started`, detail: toProblem(error).message });
    }
    const contacts = started.reduce((sum, { retry }) => sum + retry.plan.willDial, 0);
    const undo = async (): Promise<void> => {
      for (const { retry } of started) await undoStart(retry, refresh);
    };
    toast({
      title: `${plural(contacts, 'contact')} will be dialled, in ${plural(started.length, 'run')}`,
      detail: 'The first in a moment.',
      undo: () => void undo(),
      forMs: Math.max(1_000, Math.min(...started.map(({ untilMs }) => untilMs)) - serverNowMs()),
    });
  };
}
