import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword } from './hash-password.ts';
import { lockPeople } from './lock-people.ts';
import { findInvite, type InviteView, type OpenInvite } from './read-invite.ts';
import { endSession, endSessionsOf } from './sign-out.ts';
import { startSession, type SignInFrom, type StartedSession } from './start-session.ts';

export interface Acceptance {
  token: string;
  /** Of the first administrator; others may correct how they are called. */
  name?: string | undefined;
  email?: string | undefined;
  password: string;
  from: SignInFrom;
  oldToken?: string | undefined;
}

/**
 * Uses a one-time link: sets the password and signs the person in. Throws EngineError `invite_unknown`, `invite_used`,
 * `invite_expired`, `name_missing`, `email_missing`, `email_differs`, `password_too_short` and the like.
 */
export async function acceptInvite(deps: Pick<EngineDeps, 'db'>, input: Acceptance): Promise<StartedSession> {
  // Before the costly hash: whoever has no link gets none of our time.
  const seen = await findInvite(deps.db, input.token);
  const { email } = whoIsMeant(seen, input);
  checkPassword(input.password, { email });
  const passwordHash = await hashPassword(input.password);
  return await inTransaction(deps.db, async (tx) => {
    await lockPeople(tx);
    const invite = await findInvite(tx, input.token);
    const person = whoIsMeant(invite, input);
    const userId = await writePerson(tx, invite, { ...person, passwordHash });
    await tx.execute(sql`
      update invites set used_at = (select outdial_now()), user_id = ${userId} where id = ${invite.id}`);
    await endSessionsOf(tx, userId);
    if (input.oldToken !== undefined) await endSession(tx, input.oldToken);
    await tx.execute(sql`delete from login_failures where subject = ${`email:${person.email}`}`);
    const started = await startSession(tx, { userId, passwordHash, from: input.from });
    if (!started) throw new Error('a person who just joined has no session');
    await audit(tx, {
      actor: `user:${person.email}`,
      action: invite.purpose === 'reset' ? 'user.reset' : 'user.join',
      subject: `user:${userId}`,
      details: { role: started.user.role, purpose: invite.purpose },
    });
    return started;
  });
}

function whoIsMeant(invite: InviteView, input: Acceptance): { email: string; name: string } {
  const given = input.email?.toLowerCase();
  if (invite.email !== null && given !== undefined && given !== invite.email) {
    throw new EngineError('invalid', 'email_differs', `This link is for ${invite.email}.`, {
      repair: 'Leave the email out, or ask for a link of your own.',
    });
  }
  const email = invite.email ?? given;
  const name = invite.purpose === 'reset' ? invite.name : (input.name ?? invite.name);
  if (email === undefined) throw new EngineError('invalid', 'email_missing', 'Say your email address.');
  if (name === null) throw new EngineError('invalid', 'name_missing', 'Say your name.');
  return { email, name };
}

async function writePerson(
  tx: Transaction,
  invite: OpenInvite,
  person: { email: string; name: string; passwordHash: string },
): Promise<string> {
  const { email, name, passwordHash } = person;
  if (invite.userId !== null) {
    await tx.execute(sql`update users set name = ${name}, password_hash = ${passwordHash} where id = ${invite.userId}`);
    return invite.userId;
  }
  const made = await firstRow<{ id: string }>(
    tx,
    sql`
      insert into users (email, name, role, password_hash, created_by)
      values (${email}, ${name}, 'admin', ${passwordHash}, 'first-admin') returning id`,
  );
  if (!made) throw new Error('insert into users returned no row');
  return made.id;
}
