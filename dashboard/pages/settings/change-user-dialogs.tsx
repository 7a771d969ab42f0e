import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Callout } from '../../components/callout.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { toast } from '../../components/toast-store.ts';
import { changeUser, type User } from './queries.ts';
import { ROLES, roleWords } from './user-words.ts';

interface ChangeUserDialogProps {
  user: User;
  isLastAdmin: boolean;
  onClose: () => void;
}

export function ChangeUserDialog({ user, isLastAdmin, onClose }: ChangeUserDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const change = {
    ...(role === user.role ? {} : { role }),
    ...(name.trim() === user.name ? {} : { name: name.trim() }),
  };
  const isSame = Object.keys(change).length === 0;
  const submit = async (): Promise<void> => {
    const changed = await changeUser(user.id, change);
    void client.invalidateQueries({ queryKey: ['users'] });
    void client.invalidateQueries({ queryKey: ['session'] });
    toast({
      title: `${changed.name} is ${roleWords(changed.role).toLowerCase()}`,
      detail: 'It holds from their next request on.',
    });
  };
  return (
    <FormDialog
      title={`Change ${user.name}`}
      submit="Change"
      problems={{ name: name.trim() === '' ? 'Say who it is.' : isSame ? 'Nothing is changed yet.' : undefined }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Name" error={shown['name']}>
            <Input maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          {isLastAdmin && (
            <Callout tone="info" title="The only administrator">
              Their role cannot be taken before somebody else is an administrator who can sign in.
            </Callout>
          )}
          <Radio
            label="Role"
            value={role}
            onChange={setRole}
            options={ROLES.map((option) => ({ ...option, disabled: isLastAdmin && option.value !== 'admin' }))}
          />
        </>
      )}
    </FormDialog>
  );
}

export function DisableUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const client = useQueryClient();
  const disable = async (): Promise<void> => {
    await changeUser(user.id, { disabled: true });
    void client.invalidateQueries({ queryKey: ['users'] });
    const enable = async (): Promise<void> => {
      await changeUser(user.id, { disabled: false });
      void client.invalidateQueries({ queryKey: ['users'] });
    };
    toast({ title: `${user.name} is disabled`, detail: 'They are signed out everywhere.', undo: () => void enable() });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Disable ${user.name}?`}
      confirm={`Disable ${user.name}`}
      danger
      onConfirm={disable}
    >
      <p>
        They are signed out everywhere at once, and links that were made for them end. API keys that they made keep
        working: revoke those separately. You can enable them again.
      </p>
    </ConfirmDialog>
  );
}
