import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
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
  const change = async (): Promise<void> => {
    const changed = await throttleRetry(retry.id, choice === 'campaign' ? null : value / SECONDS);
    client.setQueryData(['retry', retry.id], changed);
    const back = async (): Promise<void> => {
      client.setQueryData(['retry', retry.id], await throttleRetry(retry.id, now ?? null));
    };
    toast({
      title: choice === 'campaign' ? 'As fast as its campaign' : `At most ${rate(value)} a minute`,
      detail: 'Holds from the next dial on.',
      undo: () => void back(),
    });
  };
  return (
    <FormDialog
      title="Pace of this retry"
      description={`Now ${rate(retry.sendsPerSecond * SECONDS)} a minute, ${now === undefined ? 'as fast as its campaign allows' : `at most ${rate(now * SECONDS)}`}.`}
      submit="Change the pace"
      notReady={isWrong}
      onSubmit={change}
      onClose={onClose}
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
    </FormDialog>
  );
}
