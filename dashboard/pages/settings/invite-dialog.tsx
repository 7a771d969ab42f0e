import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { Radio } from '../../components/radio.tsx';
import { inviteUser, type User } from './queries.ts';
import { ROLES } from './user-words.ts';

interface InviteDialogProps {
  onClose: () => void;
  onMade: (made: { name: string; link: string }) => void;
}

export function InviteDialog({ onClose, onMade }: InviteDialogProps) {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<User['role']>('operator');
  const submit = async (): Promise<void> => {
    const { user, link } = await inviteUser({ email: email.trim(), name: name.trim(), role });
    void client.invalidateQueries({ queryKey: ['users'] });
    onMade({ name: user.name, link });
  };
  return (
    <FormDialog
      title="Invite a person"
      description="You get a link to send to them. It works once, for seven days."
      submit="Make the link"
      problems={{
        email: /^\S+@\S+$/.test(email.trim()) ? undefined : 'Give an address such as ada@example.com.',
        name: name.trim() === '' ? 'Say who it is.' : undefined,
      }}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="E-mail" hint="With it they sign in. No mail is sent." error={shown['email']}>
            <Input
              type="email"
              autoFocus
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          </Field>
          <Field label="Name" error={shown['name']}>
            <Input maxLength={200} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Radio label="Role" value={role} onChange={setRole} options={ROLES} />
        </>
      )}
    </FormDialog>
  );
}
