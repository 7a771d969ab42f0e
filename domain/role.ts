/** What a person may do in the dashboard. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What each role brings: names of scopes, as API keys have them. `admin` holds all. */
export const SCOPES_OF_ROLE = {
  viewer: ['read'],
  operator: ['read', 'campaigns:write', 'imports:write', 'consent:write', 'phones:reveal'],
  admin: ['admin'],
} as const satisfies Record<Role, readonly string[]>;
