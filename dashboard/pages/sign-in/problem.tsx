import { toProblem } from '../../api/problem.ts';
import { Callout } from '../../components/callout.tsx';
import { duration } from '../../format/time.ts';

/** Why nobody was let in. */
export function SignInProblem({ error }: { error: unknown }) {
  const { parts, code } = toProblem(error);
  const wait = parts.details?.['retryAfterSeconds'];
  if (code === 'login_limited' && typeof wait === 'number') {
    return (
      <Callout tone="warning" title="Too many tries">
        Wait {duration(wait * 1_000)}, then try again.
      </Callout>
    );
  }
  return (
    <Callout tone="danger" title={parts.detail}>
      {parts.repair}
      {parts.errors?.map(({ pointer, message }) => (
        <p key={pointer}>{message}</p>
      ))}
    </Callout>
  );
}
