import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { serverNowMs } from '../../app/use-now.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { toast } from '../../components/toast-store.ts';
import { count } from '../../format/number.ts';
import { snooze, wake, type Group } from './queries.ts';

const HOUR_MS = 3_600_000;
const TIMES = [
  { value: '4', label: '4 hours' },
  { value: '24', label: 'A day' },
  { value: '168', label: 'A week' },
  { value: 'count', label: 'Until it has grown to' },
] as const;
type Choice = (typeof TIMES)[number]['value'];

interface SnoozeDialogProps {
  group: Group;
  campaignId: string | undefined;
  onClose: () => void;
}

/** Puts a group aside until a time or a number of failures. */
export function SnoozeDialog({ group, campaignId, onClose }: SnoozeDialogProps) {
  const [choice, setChoice] = useState<Choice>('24');
  const [grown, setGrown] = useState(String(Math.max(10, group.attempts * 2)));
  const client = useQueryClient();
  const refresh = (): void => void client.invalidateQueries({ queryKey: ['failures', 'groups'] });
  const confirm = async (reason: string): Promise<void> => {
    const until =
      choice === 'count'
        ? { untilCount: Number(grown) }
        : { untilAt: new Date(serverNowMs() + Number(choice) * HOUR_MS).toISOString() };
    const { snoozeId } = await snooze({ campaignId: campaignId ?? null, cause: group.cause, reason, ...until });
    const undo = async (): Promise<void> => {
      await wake(snoozeId);
      refresh();
    };
    toast({ title: `“${group.words}” is snoozed`, detail: 'It is folded below the list.', undo: () => void undo() });
    refresh();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Snooze “${group.words}”?`}
      confirm="Snooze"
      reason="required"
      onConfirm={confirm}
    >
      <p className="mb-3 text-muted">
        It leaves the list {campaignId === undefined ? 'of all campaigns' : 'of this campaign'} for everybody, and stays
        counted. Nothing of it is dialled, resolved or deleted.
      </p>
      <Radio label="Until when" value={choice} onChange={setChoice} options={TIMES} />
      {choice === 'count' && (
        <div className="mt-2 ml-6 w-48">
          <Field label="Failed attempts" hint={`${count(group.attempts)} now`}>
            <Input
              inputMode="numeric"
              value={grown}
              onChange={(event) => setGrown(event.target.value.replace(/\D/g, ''))}
            />
          </Field>
        </div>
      )}
    </ConfirmDialog>
  );
}
