import { acceptInvite } from '../../engine/access/accept-invite.ts';
import { inviteUser } from '../../engine/access/invite-user.ts';
import type { Db } from '../../db/client.ts';
import type { Role } from '../../domain/role.ts';

/** Somebody who may sign in to a world that was made to be looked at. */
export interface WorldUser {
  email: string;
  password: string;
  role: Role;
}

const NAMES: Record<Role, string> = { admin: 'Ana Ruiz', operator: 'Omar Haddad', viewer: 'Vera Lund' };

/** One person of each role, with a password. */
export async function addPeople(db: Db): Promise<WorldUser[]> {
  const users: WorldUser[] = [];
  for (const role of ['admin', 'operator', 'viewer'] as const) users.push(await addPerson(db, role));
  return users;
}

/** Somebody who may look at and change everything. */
export const addAdministrator = (db: Db): Promise<WorldUser> => addPerson(db, 'admin');

async function addPerson(db: Db, role: Role): Promise<WorldUser> {
  const email = `${role}@riverside.example`;
  const password = `a long ${role} password`;
  const { token } = await inviteUser({ db }, { email, name: NAMES[role], role, actor: 'world' });
  await acceptInvite({ db }, { token, password, from: { address: '127.0.0.1', userAgent: 'world' } });
  return { email, password, role };
}
