import type { ReactNode } from 'react';
import type { Scope } from '../api/session.ts';
import { useScope, type Permission } from '../app/session/use-session.ts';

interface CanProps {
  scope: Scope;
  /** A function is told why not, for a control that stays and says so: prefer it to hiding (R15). */
  children: ReactNode | ((permission: Permission) => ReactNode);
}

/** What only some may do. */
export function Can({ scope, children }: CanProps) {
  const permission = useScope(scope);
  if (typeof children === 'function') return children(permission);
  return permission.allowed ? children : null;
}
