import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { numbersQuery, type Account } from '../../api/accounts.ts';
import { useAct } from '../../app/use-act.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Input } from '../../components/input.tsx';
import { Select } from '../../components/select.tsx';
import { phoneWords } from '../../format/phone.ts';
import { formOf, paceOf, UNITS, type PaceForm } from './pace-form.ts';
import { setPaces } from './queries.ts';

const CHANNELS = [
  { value: 'both', label: 'calls and texts' },
  { value: 'call', label: 'calls' },
  { value: 'sms', label: 'texts' },
] as const;

/** How many may go out in how long: what the provider allows, or less. */
export function AccountPaces({ account, missing }: { account: Account; missing: string | undefined }) {
  const numbers = useQuery(numbersQuery()).data?.items.filter(({ accountId }) => accountId === account.id) ?? [];
  const [forms, setForms] = useState<readonly PaceForm[]>(account.paces.map(formOf));
  const paces = forms.map(paceOf);
  const read = paces.filter((pace) => pace !== undefined);
  const isChanged = JSON.stringify(paces) !== JSON.stringify(account.paces.map(formOf).map(paceOf));
  const saving = useAct({
    run: () => setPaces(account.id, read),
    failed: 'The pace is as it was',
    stale: [['accounts']],
    done: () => ({ title: 'The pace is changed', detail: 'It holds from now on.' }),
  });
  const change = (at: number, part: Partial<PaceForm>): void =>
    setForms(forms.map((form, index) => (index === at ? { ...form, ...part } : form)));
  return (
    <div className="flex flex-col gap-3">
      {forms.length === 0 && <p className="text-muted">No limit: only what the provider itself does holds it back.</p>}
      <ul className="flex flex-col gap-2">
        {forms.map((form, at) => (
          <li key={form.key} className="flex flex-wrap items-center gap-2">
            <span className="text-sm text-muted">At most</span>
            <Input
              aria-label="How many"
              inputMode="numeric"
              className="w-20"
              value={form.count}
              aria-invalid={paces[at] === undefined || undefined}
              onChange={(event) => change(at, { count: event.target.value })}
            />
            <Select
              aria-label="Of what"
              className="w-36"
              options={CHANNELS}
              value={form.channel}
              onChange={(channel) => change(at, { channel })}
            />
            <span className="text-sm text-muted">in any</span>
            <Input
              aria-label="How long"
              inputMode="decimal"
              className="w-16"
              value={form.span}
              onChange={(event) => change(at, { span: event.target.value })}
            />
            <Select
              aria-label="Unit"
              className="w-28"
              options={UNITS}
              value={form.unit}
              onChange={(unit) => change(at, { unit })}
            />
            <Select
              aria-label="From which number"
              className="w-44"
              options={[
                { value: '', label: 'of all its numbers' },
                ...numbers.map(({ id, phone }) => ({ value: id, label: `from ${phoneWords(phone)}` })),
              ]}
              value={form.numberId}
              onChange={(numberId) => change(at, { numberId })}
            />
            <IconButton
              label="Remove this limit"
              icon={<X size={14} />}
              onClick={() => setForms(forms.filter((one) => one !== form))}
            />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          kind="ghost"
          icon={<Plus aria-hidden size={14} />}
          onClick={() =>
            setForms([
              ...forms,
              { key: crypto.randomUUID(), count: '1', channel: 'call', span: '1', unit: 's', numberId: '' },
            ])
          }
        >
          Add a limit
        </Button>
        <Button
          size="sm"
          missing={missing}
          disabled={!isChanged || read.length !== forms.length}
          busy={saving.isPending}
          onClick={() => saving.mutate()}
        >
          Save the pace
        </Button>
      </div>
    </div>
  );
}
