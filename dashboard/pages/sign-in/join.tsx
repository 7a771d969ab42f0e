import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { acceptInvite, inviteQuery, sessionQuery, type Invite } from '../../api/session.ts';
import { aRole } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Field } from '../../components/field.tsx';
import { Input } from '../../components/input.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { SignInFrame } from './frame.tsx';
import { SignInProblem } from './problem.tsx';

const TITLES: Record<Invite['purpose'], string> = {
  first_admin: 'Make the first administrator',
  invite: 'Join Outdial',
  reset: 'Choose a new password',
};
const MIN_PASSWORD = 12;

/** /setup and /join: the token stands behind the #, where no server and no log sees it. */
export function JoinPage() {
  const token = useLocation({ select: ({ hash }) => hash });
  const invite = useQuery({ ...inviteQuery(token), enabled: token !== '' });
  if (token === '') {
    return (
      <SignInFrame title="The link is not whole">
        <p>
          Its last part, behind the #, is missing. Copy the link in full. The first administrator's is printed by{' '}
          <code className="font-mono">outdial up</code>.
        </p>
      </SignInFrame>
    );
  }
  if (invite.isError) {
    return (
      <SignInFrame title="This link opens nothing">
        <SignInProblem error={invite.error} />
        <p className="mt-3 text-muted">Links work once, and not for long. Ask an administrator for a new one.</p>
      </SignInFrame>
    );
  }
  if (invite.data === undefined) {
    return (
      <SignInFrame title="One moment">
        <Spinner />
      </SignInFrame>
    );
  }
  return <JoinForm token={token} invite={invite.data} />;
}

function JoinForm({ token, invite }: { token: string; invite: Invite }) {
  const client = useQueryClient();
  const router = useRouter();
  const [name, setName] = useState(invite.name ?? '');
  const [email, setEmail] = useState(invite.email ?? '');
  const [password, setPassword] = useState('');
  const join = useMutation({
    mutationFn: () =>
      acceptInvite(token, {
        password,
        ...(name.trim() === '' ? {} : { name: name.trim() }),
        ...(invite.email === null ? { email: email.trim() } : {}),
      }),
    onSuccess: (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      router.history.replace('/campaigns');
    },
  });
  const short = password !== '' && password.length < MIN_PASSWORD;
  return (
    <SignInFrame title={TITLES[invite.purpose]}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!join.isPending && password.length >= MIN_PASSWORD) join.mutate();
        }}
      >
        {invite.purpose === 'invite' && <Callout tone="info">You will be {aRole(invite.role)}.</Callout>}
        {join.isError && <SignInProblem error={join.error} />}
        {invite.purpose !== 'reset' && (
          <Field label="Your name" hint="Stands beside what you do in the audit trail.">
            <Input
              autoComplete="name"
              required
              value={name}
              onChange={(event) => setName(event.target.value)}
              autoFocus
            />
          </Field>
        )}
        <Field label="E-mail">
          <Input
            type="email"
            autoComplete="username"
            required
            readOnly={invite.email !== null}
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        </Field>
        <Field
          label="Password"
          hint={`At least ${MIN_PASSWORD} characters. A few words are easier to keep than signs.`}
          error={short ? `${MIN_PASSWORD - password.length} more` : undefined}
        >
          <Input
            type="password"
            autoComplete="new-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </Field>
        <Button type="submit" kind="primary" busy={join.isPending}>
          {invite.purpose === 'reset' ? 'Set the password' : 'Go on'}
        </Button>
      </form>
    </SignInFrame>
  );
}
