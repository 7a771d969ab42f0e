import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';
import type { EntryKind } from './post-entries.ts';

export type PurseKind = 'funding' | 'available' | 'spent';

export interface EntryView {
  id: number;
  amountMicros: number;
  kind: EntryKind;
  /** Whose money moved: exactly one of the two. */
  accountId: string | null;
  campaignId: string | null;
  from: PurseKind;
  to: PurseKind;
  attemptId: string | null;
  note: string | null;
  createdBy: string;
  createdAt: string;
}

export interface EntryFilter extends PageInput {
  accountId?: string | undefined;
  campaignId?: string | undefined;
  attemptId?: string | undefined;
  kind?: EntryKind | undefined;
}

/** Lines of the ledger, newest first. Money moves inside one owner's purses only. */
export async function listEntries(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: EntryFilter = {},
): Promise<Page<EntryView>> {
  const found = await rows<EntryView>(
    deps.readDb,
    sql`
      select e.id, e.amount_micros as "amountMicros", e.kind, f.account_id as "accountId", f.campaign_id as "campaignId",
        f.kind as "from", t.kind as "to", e.attempt_id as "attemptId", e.note, e.created_by as "createdBy",
        ${iso(sql`e.created_at`)} as "createdAt"
      from ledger_entries e
      join credit_accounts f on f.id = e.from_account
      join credit_accounts t on t.id = e.to_account
      where ${filter.cursor === undefined ? sql`true` : sql`e.id < ${filter.cursor}::bigint`}
        and ${filter.accountId === undefined ? sql`true` : sql`f.account_id = ${filter.accountId}`}
        and ${filter.campaignId === undefined ? sql`true` : sql`f.campaign_id = ${filter.campaignId}`}
        and ${filter.attemptId === undefined ? sql`true` : sql`e.attempt_id = ${filter.attemptId}`}
        and ${filter.kind === undefined ? sql`true` : sql`e.kind = ${filter.kind}`}
      order by e.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (entry) => entry.id);
}
