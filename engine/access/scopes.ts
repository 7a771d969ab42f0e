import { SCOPES_OF_ROLE, type Role } from '../../domain/role.ts';

/** What an API key or a person may do. `admin` holds all; `read` sees everything but secrets. */
export const SCOPES = [
  'read',
  'campaigns:write',
  'imports:write',
  'accounts:write',
  'credits:write',
  'consent:write',
  'keys:write',
  'users:write',
  'phones:reveal',
  'admin',
] as const;
export type Scope = (typeof SCOPES)[number];

export const isScope = (value: string): value is Scope => SCOPES.some((scope) => scope === value);

export const holdsScope = (held: readonly Scope[], needed: Scope): boolean =>
  held.includes(needed) || held.includes('admin');

export const scopesOf = (role: Role): readonly Scope[] => SCOPES_OF_ROLE[role];
