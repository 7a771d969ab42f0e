import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { useSession } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { toast } from '../../components/toast-store.ts';
import { changePassword } from './queries.ts';

export function PasswordForm() {
  const client = useQueryClient();
  const { user } = useSession();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const changing = useMutation({
    mutationFn: () => changePassword({ current, next }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
      void client.invalidateQueries({ queryKey: ['own-sessions'] });
      toast({ title: 'Your password is changed', detail: 'Other browsers are signed out.' });
    },
  });
  const problem = changing.error === null ? undefined : toProblem(changing.error);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (current !== '' && next !== '' && !changing.isPending) changing.mutate();
      }}
    >
      <input type="hidden" autoComplete="username" value={user.email} readOnly />
      <Field label="Password of now">
        <Input
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      </Field>
      <Field label="New password" hint="Long rather than clever: a few words that you remember.">
        <Input
          type="password"
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.target.value)}
        />
      </Field>
      {problem !== undefined && (
        <Callout tone="danger" title={problem.parts.detail}>
          {problem.parts.repair}
        </Callout>
      )}
      <div>
        <Button type="submit" kind="primary" disabled={current === '' || next === ''} busy={changing.isPending}>
          Change the password
        </Button>
      </div>
    </form>
  );
}
