import { useMutation, useQueryClient, type QueryKey, type UseMutationResult } from '@tanstack/react-query';
import { toProblem } from '../api/problem.ts';
import { toast, type ToastParts } from '../components/toast-store.ts';

interface Act<Input, Done> {
  run: (input: Input) => Promise<Done>;
  /** What to say when it is refused: "Not revoked". */
  failed: string;
  /** What to say of it; nothing where the page shows it. */
  done?: (done: Done, input: Input) => ToastParts | undefined;
  /** What it makes old. */
  stale: readonly QueryKey[];
}

/** Something a button does at once: says what became of it, and what is shown is read anew. */
export function useAct<Input = void, Done = unknown>(act: Act<Input, Done>): UseMutationResult<Done, Error, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act.run,
    onSuccess: (done, input) => {
      const words = act.done?.(done, input);
      if (words !== undefined) toast(words);
      for (const queryKey of act.stale) void client.invalidateQueries({ queryKey });
    },
    onError: (error) => {
      const { detail, repair } = toProblem(error).parts;
      toast({ tone: 'danger', title: act.failed, detail: repair === undefined ? detail : `${detail} ${repair}` });
    },
  });
}
