import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { toast } from '../../components/toast-store.ts';
import { rate } from '../../format/number.ts';
import { throttleRetry, type Retry } from './queries.ts';

const SECONDS = 60;

/** How fast it dials from the next dial on. */
export function ThrottleDialog({ retry, onClose }: { retry: Retry; onClose: () => void }) {
  const now = retry.options.pacePerSecond;
  const [choice, setChoice] = useState<'limit' | 'campaign'>(now === undefined ? 'campaign' : 'limit');
  const [perMinute, setPerMinute] = useState(now === undefined ? '' : String(Number((now * SECONDS).toFixed(3))));
  const client = useQueryClient();
  const value = Number(perMinute);
  const isWrong = choice === 'limit' && !(value >= 0.06 && value <= 60_000);
  const changing = useMutation({
    mutationFn: () => throttleRetry(retry.id, choice === 'campaign' ? null : value / SECONDS),
    onSuccess: (changed) => {
      client.setQueryData(['retry', retry.id], changed);
      const back = async (): Promise<void> => {
        client.setQueryData(['retry', retry.id], await throttleRetry(retry.id, now ?? null));
      };
      toast({
        title: choice === 'campaign' ? 'As fast as its campaign' : `At most ${rate(value)} a minute`,
        detail: 'Holds from the next dial on.',
        undo: () => void back(),
      });
      onClose();
    },
  });
  const problem = changing.error === null ? undefined : toProblem(changing.error);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Pace of this retry"
      description={`Now ${rate(retry.sendsPerSecond * SECONDS)} a minute, ${now === undefined ? 'as fast as its campaign allows' : `at most ${rate(now * SECONDS)}`}.`}
      footer={
        <>
          <Button onClick={onClose}>Go back</Button>
          <Button kind="primary" disabled={isWrong} busy={changing.isPending} onClick={() => changing.mutate()}>
            Change the pace
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong && !changing.isPending) changing.mutate();
        }}
      >
        <Radio
          label="Pace"
          value={choice}
          onChange={setChoice}
          options={[
            { value: 'campaign', label: 'As fast as its campaign', hint: 'Its own pace and calls at a time hold.' },
            { value: 'limit', label: 'At most' },
          ]}
        />
        {choice === 'limit' && (
          <div className="ml-6 w-40">
            <Field
              label="Dials a minute"
              error={isWrong && perMinute !== '' ? 'A number from 0.06 to 60,000.' : undefined}
            >
              <Input
                autoFocus
                inputMode="decimal"
                trail="/ min"
                value={perMinute}
                onChange={(event) => setPerMinute(event.target.value)}
              />
            </Field>
          </div>
        )}
        {problem !== undefined && (
          <Callout tone="danger" title={problem.parts.detail}>
            {problem.parts.repair}
          </Callout>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
