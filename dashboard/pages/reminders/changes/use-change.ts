import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toProblem } from '../../../api/problem.ts';
import { toast } from '../../../components/toast-store.ts';
import { REMINDERS } from '../queries.ts';
import type { Changed, ChangedSeries } from '../shapes.ts';
import { changeSummary, seriesSummary } from './change-summary.ts';

const isSeries = (changed: Changed | ChangedSeries): changed is ChangedSeries => 'occurrences' in changed;

/**
 * Carries a change out and says what became of it; `undo` takes it back, where that is true. The refusal is thrown on,
 * for the dialog that shows it.
 */
export function useChange(): <Done extends Changed | ChangedSeries>(
  ask: () => Promise<Done>,
  undo?: () => Promise<Changed | ChangedSeries>,
) => Promise<Done> {
  const client = useQueryClient();
  return useCallback(
    async (ask, undo) => {
      const tell = (changed: Changed | ChangedSeries, back?: () => void): void => {
        void client.invalidateQueries({ queryKey: REMINDERS });
        const words = isSeries(changed) ? seriesSummary(changed) : changeSummary(changed);
        toast({ ...words, ...(back === undefined || changed.change === 'unchanged' ? {} : { undo: back }) });
      };
      const changed = await ask();
      tell(changed, undo === undefined ? undefined : () => void undo().then(tell, refused));
      return changed;
    },
    [client],
  );
}

/** For what no dialog waits for. */
export function refused(error: unknown): void {
  const { detail, repair } = toProblem(error).parts;
  toast({ tone: 'danger', title: detail, detail: repair });
}
