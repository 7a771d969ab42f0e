import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow } from '../../db/rows.ts';
import type { Role } from '../../domain/role.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { iso } from '../reading/iso.ts';
import { tokenHash } from './session-token.ts';
import type { InvitePurpose } from './write-invite.ts';

export interface InviteView {
  purpose: InvitePurpose;
  role: Role;
  /** Null = whoever opens it says theirs. */
  email: string | null;
  name: string | null;
  expiresAt: string;
}

export interface OpenInvite extends InviteView {
  id: string;
  userId: string | null;
}

interface InviteRow extends OpenInvite {
  used: boolean;
  expired: boolean;
  dead: boolean;
}

/** What a one-time link opens. Throws EngineError `invite_unknown`, `invite_used`, `invite_expired`. */
export async function readInvite(deps: Pick<EngineDeps, 'db'>, input: { token: string }): Promise<InviteView> {
  const { purpose, role, email, name, expiresAt } = await findInvite(deps.db, input.token);
  return { purpose, role, email, name, expiresAt };
}

/** The same within a transaction that will use it: call `lockPeople` first. */
export async function findInvite(db: Pick<Queryable, 'execute'>, token: string): Promise<OpenInvite> {
  const invite = await firstRow<InviteRow>(
    db,
    sql`
      select i.id, i.purpose, i.user_id as "userId", coalesce(u.role, 'admin') as role, u.email, u.name,
        ${iso(sql`i.expires_at`)} as "expiresAt", i.used_at is not null as used,
        i.expires_at <= (select outdial_now()) as expired,
        u.disabled_at is not null or (i.user_id is null and exists (select from users)) as dead
      from invites i left join users u on u.id = i.user_id
      where i.token_sha256 = ${tokenHash(token) ?? null}`,
  );
  const again = 'Ask an administrator for a new one.';
  if (!invite) throw new EngineError('not_found', 'invite_unknown', 'This link opens nothing.', { repair: again });
  if (invite.used) {
    throw new EngineError('conflict', 'invite_used', 'This link has been used; it works once.', {
      repair: `Sign in with your password. ${again}`,
    });
  }
  if (invite.expired || invite.dead) {
    throw new EngineError('conflict', 'invite_expired', 'This link does not work any more.', {
      repair: invite.userId === null && !invite.dead ? 'Run "outdial up" again for a new one.' : again,
    });
  }
  return invite;
}
