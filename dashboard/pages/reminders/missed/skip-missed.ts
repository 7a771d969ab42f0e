import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { toast } from '../../../components/toast-store.ts';
import { plural } from '../../../format/number.ts';
import { skip } from '../changes/calls.ts';
import { REMINDERS } from '../queries.ts';
import type { Missed } from '../shapes.ts';
import { each } from './each.ts';

/** One message may speak of several appointments: the step is taken out of each. */
const skipOf =
  (undo: boolean) =>
  async ({ programmeId, key, appointments }: Missed): Promise<void> => {
    const reason = undo ? 'Skipping taken back' : 'Missed its time';
    for (const { externalId } of appointments) await skip({ programmeId, externalId }, { steps: [key], undo, reason });
  };

/** Marks missed reminders as skipped, so that they are off the list; nothing is sent, so it can be taken back. */
export function useSkipMissed(): (missed: readonly Missed[]) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (missed) => {
      const carryOut = async (undo: boolean): Promise<void> => {
        const { done, failed } = await each(missed, skipOf(undo));
        void client.invalidateQueries({ queryKey: REMINDERS });
        const [first] = failed;
        toast({
          title: undo
            ? `${plural(done.length, 'reminder')} back on the list`
            : `${plural(done.length, 'reminder')} marked skipped`,
          ...(first === undefined
            ? {}
            : { tone: 'danger', detail: `${plural(failed.length, 'was', 'were')} refused: ${first.words}` }),
          ...(undo || done.length === 0 ? {} : { undo: () => void carryOut(true) }),
        });
      };
      await carryOut(false);
    },
    [client],
  );
}
