import { sql } from 'drizzle-orm';
import type { Queryable } from '../db/client.ts';

/** One line of the audit trail: who did what to what. Never a secret, never a phone number in `details`. */
export interface AuditLine {
  /** Who: "user:<email>", "key:<public id>", "local:<user>@<host>", or a part of the installation. */
  actor: string;
  /** What, as "<thing>.<verb>". */
  action: string;
  /** To what, as "<thing>:<id>". */
  subject: string;
  reason?: string | undefined;
  details?: Record<string, unknown>;
}

/** Writes the line in the transaction of the change itself: there is no change without it. */
export async function audit(tx: Pick<Queryable, 'execute'>, line: AuditLine): Promise<void> {
  await tx.execute(sql`
    insert into audit_entries (actor, action, subject, reason, details)
    values (${line.actor}, ${line.action}, ${line.subject}, ${line.reason ?? null}, ${JSON.stringify(line.details ?? {})}::jsonb)`);
}
