import { useState } from 'react';
import type { Account } from '../../api/accounts.ts';
import { useAct } from '../../app/use-act.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { pointAdvice } from '../../format/commas.ts';
import { microsOf } from '../../format/money.ts';
import { changeAccount } from './queries.ts';

const amountText = (micros: number | null): string => (micros === null ? '' : String(micros / 1_000_000));

/** How many calls at once, and how much a day. They hold from the next round of dialing on. */
export function AccountLimits({ account, missing }: { account: Account; missing: string | undefined }) {
  const { id, currency } = account;
  const [name, setName] = useState(account.name);
  const [calls, setCalls] = useState(String(account.maxConcurrentCalls));
  const [cap, setCap] = useState(amountText(account.dailyCapMicros));
  const maxConcurrentCalls = /^\d{1,6}$/.test(calls) ? Number(calls) : 0;
  const dailyCapMicros = cap.trim() === '' ? null : microsOf(cap);
  const capWrong = cap.trim() !== '' && (dailyCapMicros === null || dailyCapMicros === 0);
  const wrong = maxConcurrentCalls === 0 || capWrong || name.trim() === '';
  const change = {
    ...(name.trim() === account.name ? {} : { name: name.trim() }),
    ...(maxConcurrentCalls === account.maxConcurrentCalls ? {} : { maxConcurrentCalls }),
    ...(dailyCapMicros === account.dailyCapMicros ? {} : { dailyCapMicros }),
  };
  const saving = useAct({
    run: () => changeAccount(id, change),
    failed: 'The limits are as they were',
    stale: [['accounts'], ['balances'], ['system']],
    done: () => ({ title: 'The limits are changed', detail: 'They hold from now on.' }),
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong && missing === undefined && Object.keys(change).length > 0) saving.mutate();
      }}
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Name" error={name.trim() === '' ? 'It needs a name.' : undefined}>
          <Input value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Field label="Calls at once" error={maxConcurrentCalls === 0 ? 'Write a number of 1 or more.' : undefined}>
          <Input inputMode="numeric" value={calls} onChange={(event) => setCalls(event.target.value)} />
        </Field>
        <Field
          label="Daily cap"
          optional
          hint="Per UTC day; empty = none."
          error={capWrong ? (pointAdvice(cap) ?? 'Write an amount above 0.') : undefined}
        >
          <Input inputMode="decimal" value={cap} onChange={(event) => setCap(event.target.value)} trail={currency} />
        </Field>
      </div>
      <div>
        <Button
          type="submit"
          size="sm"
          missing={missing}
          disabled={wrong || Object.keys(change).length === 0}
          busy={saving.isPending}
        >
          Save the limits
        </Button>
      </div>
    </form>
  );
}
