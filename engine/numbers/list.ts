import { sql } from 'drizzle-orm';
import type { Queryable } from '../../db/client.ts';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { iso } from '../reading/iso.ts';

export interface NumberView {
  id: string;
  accountId: string;
  accountName: string;
  providerRef: string;
  /** E.164 with plus. */
  phone: string;
  label: string | null;
  agentRef: string | null;
  agentName: string | null;
  status: 'active' | 'released';
  syncedAt: string | null;
}

/** Our numbers, as they were at the last sync. */
export async function listNumbers(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { accountId?: string | undefined; includeReleased?: boolean | undefined } = {},
): Promise<NumberView[]> {
  return await rows(
    deps.readDb,
    sql`
      select n.id, n.account_id as "accountId", a.name as "accountName", n.provider_ref as "providerRef",
        '+' || n.phone as phone, n.label, n.agent_ref as "agentRef", n.agent_name as "agentName", n.status,
        ${iso(sql`n.synced_at`)} as "syncedAt"
      from numbers n join provider_accounts a on a.id = n.account_id
      where ${filter.accountId === undefined ? sql`true` : sql`n.account_id = ${filter.accountId}`}
        and ${filter.includeReleased ? sql`true` : sql`n.status = 'active'`}
      order by a.name, n.phone`,
  );
}

export interface NumberBrief {
  id: string;
  accountId: string;
  providerRef: string;
  phone: number;
  status: 'active' | 'released';
}

/** One number. Throws EngineError `unknown_number`. */
export async function findNumber(db: Pick<Queryable, 'execute'>, numberId: string): Promise<NumberBrief> {
  const number = await firstRow<NumberBrief>(
    db,
    sql`
      select id, account_id as "accountId", provider_ref as "providerRef", phone, status
      from numbers where id = ${numberId}`,
  );
  if (number) return number;
  throw new EngineError('not_found', 'unknown_number', `There is no number ${numberId}.`, {
    repair: 'Sync the numbers of the account and list them.',
  });
}
