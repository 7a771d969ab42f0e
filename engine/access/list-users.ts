import { sql, type SQL } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { Role } from '../../domain/role.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { unknownUser } from './change-user.ts';

export interface UserView {
  id: string;
  email: string;
  name: string;
  role: Role;
  state: 'invited' | 'active' | 'disabled';
  /** Until when the link that was made last works; null = there is none that does. */
  linkExpiresAt: string | null;
  createdBy: string;
  createdAt: string;
  lastSeenAt: string | null;
  disabledAt: string | null;
}

// Whoever joined was signed in at that moment; the reading role sees no password, not even whether there is one.
const COLUMNS: SQL = sql`
  u.id, u.email, u.name, u.role,
  case when u.disabled_at is not null then 'disabled' when u.last_seen_at is null then 'invited' else 'active' end as state,
  (select ${iso(sql`max(i.expires_at)`)} from invites i
   where i.user_id = u.id and i.used_at is null and i.expires_at > (select outdial_now())) as "linkExpiresAt",
  u.created_by as "createdBy", ${iso(sql`u.created_at`)} as "createdAt", ${iso(sql`u.last_seen_at`)} as "lastSeenAt",
  ${iso(sql`u.disabled_at`)} as "disabledAt"`;

/** Everybody, in the order of their names; never a secret. */
export async function listUsers(deps: Pick<EngineDeps, 'readDb'>): Promise<UserView[]> {
  return await rows(deps.readDb, sql`select ${COLUMNS} from users u order by lower(u.name), u.id limit 1000`);
}

/** One of them. Throws EngineError `unknown_user`. */
export async function getUser(deps: Pick<EngineDeps, 'readDb'>, input: { userId: string }): Promise<UserView> {
  const user = await firstRow<UserView>(deps.readDb, sql`select ${COLUMNS} from users u where u.id = ${input.userId}`);
  if (!user) throw unknownUser(input.userId);
  return user;
}
