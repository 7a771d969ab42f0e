import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Scope } from '../../api/session.ts';
import { useSession } from '../../app/session/use-session.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { Select } from '../../components/select.tsx';
import { createKey } from './queries.ts';
import { SCOPES } from './scope-words.ts';

const SPANS = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
  { value: '', label: 'No end' },
];

interface CreateKeyDialogProps {
  onClose: () => void;
  onMade: (key: string) => void;
}

export function CreateKeyDialog({ onClose, onMade }: CreateKeyDialogProps) {
  const client = useQueryClient();
  const { scopes: held } = useSession();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['read']);
  const [days, setDays] = useState('90');
  const mayGive = (scope: Scope): boolean => held.includes('admin') || held.includes(scope);
  const submit = async (): Promise<void> => {
    const { key } = await createKey({
      name: name.trim(),
      scopes: [...chosen],
      expiresInDays: days === '' ? null : Number(days),
    });
    void client.invalidateQueries({ queryKey: ['keys'] });
    onMade(key);
  };
  return (
    <FormDialog
      title="Make an API key"
      submit="Make the key"
      width="md"
      problems={{
        name: name.trim() === '' ? 'Name it, so that it can be told from others.' : undefined,
        scopes: chosen.length === 0 ? 'Choose at least one thing that it may do.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <div className="grid gap-4 sm:grid-cols-[1fr_10rem]">
            <Field label="Name" hint="Who or what uses it." error={shown['name']}>
              <Input autoFocus maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
            <Field label="Works for">
              <Select options={SPANS} value={days} onChange={setDays} />
            </Field>
          </div>
          <fieldset className="flex flex-col gap-2.5">
            <legend className="mb-2 text-sm font-medium">What it may do</legend>
            {SCOPES.map(([scope, words]) => (
              <Checkbox
                key={scope}
                label={scope}
                hint={mayGive(scope) ? words : `${words}. You do not have it, so you cannot give it.`}
                checked={chosen.includes(scope)}
                disabled={!mayGive(scope)}
                onChange={(checked) => setChosen(checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
              />
            ))}
            {shown['scopes'] !== undefined && (
              <p data-tone="danger" role="alert" className="text-xs text-tone-fg">
                {shown['scopes']}
              </p>
            )}
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}
