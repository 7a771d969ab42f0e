import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useIntentKey } from '../../app/use-intent-key.ts';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { Select } from '../../components/select.tsx';
import { toast } from '../../components/toast-store.ts';
import { money } from '../../format/money.ts';
import { plural } from '../../format/number.ts';
import { readAmount } from '../upload/schedule/read-amount.ts';
import { adjust, purchase, topUp, type Balance } from './queries.ts';

interface MoveDialogProps {
  accounts: readonly Balance[];
  accountId: string | undefined;
  onClose: () => void;
}

/** Books credit that was paid in elsewhere, or buys some at the provider. */
export function TopUpDialog({ accounts, accountId, onClose }: MoveDialogProps) {
  const refresh = useRefresh();
  const key = useIntentKey();
  const [id, setId] = useState(accountId ?? accounts[0]?.id);
  const [way, setWay] = useState<'booked' | 'bought'>('booked');
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [unknown, setUnknown] = useState<string | null>(null);
  const account = accounts.find((one) => one.id === id);
  const { micros, wrong } = amountOf(text);
  const ready = account !== undefined && micros !== null;
  const amount = ready ? money(micros, account.currency) : '';
  const submit = async (): Promise<unknown> => {
    if (!ready) return true;
    const body = { accountId: account.id, amountMicros: micros };
    if (way === 'booked') {
      const { availableMicros, wokenRuns } = await topUp({
        ...body,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
      toast({
        title: `${amount} added to ${account.name}`,
        detail: after(availableMicros, account.currency, wokenRuns),
      });
    } else {
      const sent = purchase(body, key.current());
      sent.catch(key.refused);
      const ordered = await sent;
      refresh();
      if (ordered.state === 'unknown') {
        setUnknown(ordered.message ?? 'The provider did not say whether it happened.');
        return true;
      }
      if (ordered.state === 'refused') {
        key.renew();
        throw new Error(ordered.message ?? 'The provider refused.');
      }
      toast({ title: `${amount} bought for ${account.name}` });
    }
    refresh();
    return undefined;
  };
  return (
    <FormDialog
      title="Top up"
      submit={way === 'booked' ? `Add ${amount || 'the credit'}` : `Buy ${amount || 'credit'}`}
      notReady={unknown !== null}
      problems={{
        account: account === undefined ? 'Choose an account.' : undefined,
        amount: micros === null ? (wrong ?? NO_AMOUNT) : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Account" error={shown['account']}>
            <Select
              options={accounts.map((one) => ({ value: one.id, label: one.name }))}
              value={id}
              onChange={setId}
              placeholder="Choose an account"
            />
          </Field>
          <Radio
            label="How"
            value={way}
            onChange={setWay}
            options={[
              {
                value: 'booked',
                label: 'It was paid in at the provider',
                hint: 'Written into the ledger. Nothing is bought.',
              },
              {
                value: 'bought',
                label: 'Buy it at the provider now',
                hint: 'The order is sent once and costs money. Not every provider sells credit this way.',
              },
            ]}
          />
          <Field
            label="Amount"
            error={wrong ?? shown['amount']}
            {...(account === undefined
              ? {}
              : { hint: `Available now: ${money(account.freeMicros, account.currency)}` })}
          >
            <Input
              inputMode="decimal"
              autoFocus
              value={text}
              onChange={(event) => setText(event.target.value)}
              trail={account?.currency}
            />
          </Field>
          {way === 'booked' && (
            <Field label="Note" optional hint="Kept with the line: an invoice number, for example.">
              <Input maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
            </Field>
          )}
          {unknown !== null && (
            <Callout tone="warning" title="It is not known whether the credit was bought">
              {unknown} It is not sent again by itself. Look at the provider, then say what happened under Numbers,
              Orders.
            </Callout>
          )}
        </>
      )}
    </FormDialog>
  );
}

/** A correction by a line of its own; nothing that was written is changed. */
export function AdjustDialog({ accounts, accountId, onClose }: MoveDialogProps) {
  const refresh = useRefresh();
  const [id, setId] = useState(accountId ?? accounts[0]?.id);
  const [sign, setSign] = useState<'more' | 'less'>('less');
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const account = accounts.find((one) => one.id === id);
  const { micros, wrong } = amountOf(text);
  const ready = account !== undefined && micros !== null && note.trim() !== '';
  const submit = async (): Promise<void> => {
    if (!ready) return;
    const amountMicros = sign === 'more' ? micros : -micros;
    const { availableMicros, wokenRuns } = await adjust({ accountId: account.id, amountMicros, note: note.trim() });
    refresh();
    toast({ title: `${account.name} adjusted`, detail: after(availableMicros, account.currency, wokenRuns) });
  };
  return (
    <FormDialog
      title="Adjust the ledger"
      description="A line of its own with your name and reason. Lines are never changed or taken out."
      submit={ready ? `${sign === 'more' ? 'Add' : 'Take off'} ${money(micros, account.currency)}` : 'Adjust'}
      problems={{
        account: account === undefined ? 'Choose an account.' : undefined,
        amount: micros === null ? (wrong ?? NO_AMOUNT) : undefined,
        note: note.trim() === '' ? 'Say why, for whoever reads the ledger.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Account" error={shown['account']}>
            <Select options={accounts.map((one) => ({ value: one.id, label: one.name }))} value={id} onChange={setId} />
          </Field>
          <Radio
            label="Direction"
            value={sign}
            onChange={setSign}
            options={[
              { value: 'less', label: 'Take off: there is less than the ledger says' },
              { value: 'more', label: 'Add: there is more than the ledger says' },
            ]}
          />
          <Field label="Amount" error={wrong ?? shown['amount']}>
            <Input
              inputMode="decimal"
              value={text}
              onChange={(event) => setText(event.target.value)}
              trail={account?.currency}
            />
          </Field>
          <Field label="Reason" hint="Kept in the ledger and in the audit trail." error={shown['note']}>
            <Input maxLength={1_000} value={note} onChange={(event) => setNote(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

const NO_AMOUNT = 'Write an amount, like 250.00.';

/** What was typed, in micros, or what is wrong with it. */
function amountOf(text: string): { micros: number | null; wrong?: string } {
  const read = readAmount(text);
  return 'wrong' in read ? { micros: null, wrong: read.wrong } : { micros: read.value };
}

function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    for (const key of ['balances', 'ledger', 'ledger-check', 'orders'])
      void client.invalidateQueries({ queryKey: [key] });
  };
}

const after = (availableMicros: number, currency: string, wokenRuns: number): string =>
  `Available now: ${money(availableMicros, currency)}.${wokenRuns > 0 ? ` ${plural(wokenRuns, 'run goes', 'runs go')} on.` : ''}`;
