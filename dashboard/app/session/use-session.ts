import { useQuery } from '@tanstack/react-query';
import { sessionQuery, type Scope, type Session } from '../../api/session.ts';

/** Who is signed in. Inside the shell there always is somebody: its route waits for it. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (data === undefined) throw new Error('useSession outside of the shell');
  return data;
}

export interface Permission {
  allowed: boolean;
  /** Undefined when allowed; else what is missing and who has it, for a tooltip. */
  missing: string | undefined;
}

const HOLDERS: Partial<Record<Scope, string>> = {
  'campaigns:write': 'operators and administrators',
  'imports:write': 'operators and administrators',
  'consent:write': 'operators and administrators',
  'phones:reveal': 'operators and administrators',
};

/** Whether the one who is signed in may do what needs this scope, and if not, why (R15). */
export function useScope(scope: Scope): Permission {
  const { scopes, user } = useSession();
  const allowed = scopes.includes(scope) || scopes.includes('admin');
  const holders = HOLDERS[scope] ?? 'administrators';
  return {
    allowed,
    missing: allowed ? undefined : `Needs the scope ${scope}, which ${holders} have. You are ${aRole(user.role)}.`,
  };
}

export const aRole = (role: string): string => (/^[aeio]/.test(role) ? `an ${role}` : `a ${role}`);
