import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../../api/accounts.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { checkAccount, rotateKey } from './queries.ts';

/** The provider's new key in the place of the old one, tried at once. */
export function RotateKeyDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const client = useQueryClient();
  const [key, setKey] = useState('');
  const submit = async (): Promise<void> => {
    await rotateKey(account.id, key.trim());
    void client.invalidateQueries({ queryKey: ['accounts'] });
    try {
      await checkAccount(account.id);
      toast({ title: `${account.name} works with the new key` });
    } catch (error) {
      const detail = error instanceof Error ? error.message : '';
      toast({ tone: 'danger', title: `The new key of ${account.name} is kept, but does not work`, detail });
    }
  };
  return (
    <FormDialog
      title={`Rotate the key of ${account.name}`}
      description="Make the new key at the provider first, and remove the old one there afterwards."
      submit="Put the new key in"
      problems={{ key: key.trim() === '' ? 'Paste the key that the provider gave.' : undefined }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="New API key" hint="Kept sealed; it is never shown again." error={shown['key']}>
            <Input type="password" autoComplete="off" value={key} onChange={(event) => setKey(event.target.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
