import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.tsx';
import { Money } from '../../../components/money.tsx';
import { toast } from '../../../components/toast-store.ts';
import { plural } from '../../../format/number.ts';
import { sendNow } from '../changes/calls.ts';
import { REMINDERS } from '../queries.ts';
import type { Missed } from '../shapes.ts';
import { channelWord, nowWords } from '../words.ts';
import { each } from './each.ts';

interface SendDialogProps {
  missed: readonly Missed[];
  onClose: (done: boolean) => void;
}

/** Sends what was missed after all: how many, to whom, what it costs at most. */
export function SendDialog({ missed, onClose }: SendDialogProps) {
  const client = useQueryClient();
  const keys = useRef(new Map(missed.map(({ contactId }) => [contactId, crypto.randomUUID()])));
  const calls = missed.filter(({ channel }) => channel === 'call').length;
  const texts = missed.length - calls;
  const most = missed.reduce((sum, { costMicros }) => sum + costMicros, 0);
  const [first] = missed;
  const what = [calls > 0 ? plural(calls, 'call') : '', texts > 0 ? plural(texts, 'text') : '']
    .filter(Boolean)
    .join(' and ');
  const send = async (reason: string): Promise<void> => {
    const { done, failed } = await each(missed, async ({ programmeId, key, appointments: [one], contactId }) => {
      if (one === undefined) return;
      await sendNow(
        { programmeId, externalId: one.externalId },
        key,
        keys.current.get(contactId) ?? crypto.randomUUID(),
        reason,
      );
    });
    void client.invalidateQueries({ queryKey: REMINDERS });
    const [refusal] = failed;
    if (done.length === 0 && refusal !== undefined) throw new Error(refusal.words);
    toast({
      title: `${plural(done.length, 'reminder')} on the way`,
      ...(refusal === undefined
        ? {}
        : { tone: 'warning', detail: `${plural(failed.length, 'was', 'were')} refused: ${refusal.words}` }),
    });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose(false)}
      title={
        missed.length === 1 && first !== undefined ? `${nowWords(first.channel)}: ${first.says}` : `Send ${what} now`
      }
      confirm={missed.length === 1 && first !== undefined ? nowWords(first.channel) : `Send ${what}`}
      reason="optional"
      onConfirm={async (reason) => {
        await send(reason);
        onClose(true);
      }}
    >
      <p>
        {missed.length === 1 && first !== undefined ? `One ${channelWord(first.channel)}` : what}{' '}
        {missed.length === 1 ? 'goes' : 'go'} out now, at most{' '}
        <Money micros={most} currency={first?.currency ?? 'USD'} strong />. It cannot be taken back.
      </p>
      <p className="mt-2 text-subtle">
        Calling hours, the law and opt-outs hold all the same: what may not go out now is refused, and stays on the
        list.
      </p>
    </ConfirmDialog>
  );
}
