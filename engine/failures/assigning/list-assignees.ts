import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { Role } from '../../../domain/role.ts';
import type { EngineDeps } from '../../deps.ts';

export interface AssigneeView {
  id: string;
  name: string;
  email: string;
  role: Role;
}

/** Who can be asked to look after something: everybody who is not disabled, by name. */
export async function listAssignees(deps: Pick<EngineDeps, 'readDb'>): Promise<AssigneeView[]> {
  return await rows(
    deps.readDb,
    sql`select id, name, email, role from users where disabled_at is null order by lower(name), id limit 1000`,
  );
}
