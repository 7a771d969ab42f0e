import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { Select } from '../../components/select.tsx';
import { toast } from '../../components/toast-store.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { pointAdvice } from '../../format/commas.ts';
import { microsOf } from '../../format/money.ts';
import { addAccount, checkAccount } from './queries.ts';

const PROVIDERS = [
  { value: 'cartesia', label: 'Cartesia: calls' },
  { value: 'agentnumber', label: 'AgentNumber: calls and texts' },
] as const;

/** Adds an account and tries its key. */
export function AddAccountDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const patch = usePatchSearch();
  const [name, setName] = useState('');
  const [provider, setProvider] = useState<'cartesia' | 'agentnumber'>('cartesia');
  const [mode, setMode] = useState<'LIVE' | 'SIMULATED'>('SIMULATED');
  const [apiKey, setKey] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [callPrice, setCallPrice] = useState('');
  const [smsPrice, setSmsPrice] = useState('');
  const call = callPrice.trim() === '' ? undefined : microsOf(callPrice);
  const sms = smsPrice.trim() === '' ? undefined : microsOf(smsPrice);
  const problems = {
    name: name.trim() === '' ? 'Name it, so that it can be told from others.' : undefined,
    key: apiKey.trim() === '' ? 'Paste the key that the provider gave.' : undefined,
    address: mode === 'SIMULATED' && baseUrl.trim() === '' ? 'Say where the simulator is.' : undefined,
    call: call === null ? (pointAdvice(callPrice) ?? 'Write an amount, like 0.12.') : undefined,
    sms: sms === null ? (pointAdvice(smsPrice) ?? 'Write an amount, like 0.02.') : undefined,
  };
  const submit = async (): Promise<void> => {
    const { accountId } = await addAccount({
      name: name.trim(),
      provider,
      mode,
      apiKey: apiKey.trim(),
      ...(baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() }),
      ...(call === undefined || call === null ? {} : { callMicrosPerMinute: call }),
      ...(sms === undefined || sms === null ? {} : { smsMicros: sms }),
    });
    for (const key of ['accounts', 'balances', 'system']) void client.invalidateQueries({ queryKey: [key] });
    patch({ account: accountId });
    try {
      await checkAccount(accountId);
      toast({
        title: `${name.trim()} is added and works`,
        detail: 'Top it up, sync its numbers, and register callbacks.',
      });
    } catch (error) {
      toast({
        tone: 'danger',
        title: `${name.trim()} is added, but its key does not work`,
        detail: error instanceof Error ? error.message : undefined,
      });
    }
  };
  return (
    <FormDialog
      title="Add an account"
      submit="Add the account"
      width="md"
      problems={problems}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Name" hint="How people here call it." error={shown['name']}>
              <Input autoFocus maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
            <Field label="Provider">
              <Select options={PROVIDERS} value={provider} onChange={setProvider} />
            </Field>
          </div>
          <Radio
            label="Mode"
            value={mode}
            onChange={setMode}
            options={[
              {
                value: 'SIMULATED',
                label: 'Simulated',
                hint: 'Speaks to the simulator, for life: it can never reach a person.',
              },
              { value: 'LIVE', label: 'Live', hint: 'Calls and texts real people, and costs money.' },
            ]}
          />
          {mode === 'LIVE' && (
            <Callout tone="warning" title="From now on this installation is live">
              Campaigns on this account reach real people. Which laws hold for your calls is for you to find out.
            </Callout>
          )}
          <Field label="API key" hint="Of the provider. Kept sealed; it is never shown again." error={shown['key']}>
            <Input type="password" autoComplete="off" value={apiKey} onChange={(event) => setKey(event.target.value)} />
          </Field>
          <Field
            label="Address"
            optional={mode === 'LIVE'}
            error={shown['address']}
            hint={
              mode === 'LIVE'
                ? "Left empty: the provider's own."
                : 'The one that the simulator printed when it started.'
            }
          >
            <Input inputMode="url" value={baseUrl} onChange={(event) => setBaseUrl(event.target.value)} />
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Price of a minute" optional hint="Left empty: the list price." error={problems.call}>
              <Input inputMode="decimal" value={callPrice} onChange={(event) => setCallPrice(event.target.value)} />
            </Field>
            <Field label="Price of a text" optional hint="Left empty: the list price." error={problems.sms}>
              <Input inputMode="decimal" value={smsPrice} onChange={(event) => setSmsPrice(event.target.value)} />
            </Field>
          </div>
        </>
      )}
    </FormDialog>
  );
}
