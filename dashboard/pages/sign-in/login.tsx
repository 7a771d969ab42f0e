import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery, signIn } from '../../api/session.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { SignInProblem } from './problem.tsx';
import { SignInFrame } from './frame.tsx';

const route = getRouteApi('/login');

export function LoginPage() {
  const { to, expired } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: () => signIn({ email: email.trim(), password }),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.replace(to ?? '/campaigns');
    },
    onError: () => setPassword(''),
  });
  return (
    <SignInFrame title="Sign in" below="No account yet? An administrator can invite you under Settings, Users.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!login.isPending) login.mutate();
        }}
      >
        {expired && !login.isError && (
          <Callout tone="info" title="Your session ran out">
            Sign in to go on where you were.
          </Callout>
        )}
        {login.isError && <SignInProblem error={login.error} />}
        <Field label="E-mail">
          <Input
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field label="Password">
          <Input
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button type="submit" kind="primary" busy={login.isPending}>
          Sign in
        </Button>
      </form>
    </SignInFrame>
  );
}
