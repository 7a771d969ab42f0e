import { Lock } from 'lucide-react';
import type { ApiProblem } from '../api/problem.ts';
import { EmptyState } from './empty-state.tsx';

/** Not for this role, and which scope is missing (E6, R15). */
export function ForbiddenState({ what, problem }: { what: string; problem: ApiProblem }) {
  const needed = problem.parts.details?.['needed'];
  return (
    <EmptyState title={`${what}: not for your role`} icon={<Lock size={18} />}>
      <p>{problem.parts.detail}</p>
      {typeof needed === 'string' && (
        <p className="mt-1">
          Missing scope: <code className="font-mono text-fg">{needed}</code>. An administrator can change your role
          under Settings, Users.
        </p>
      )}
    </EmptyState>
  );
}
