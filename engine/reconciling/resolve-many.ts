import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import { inTransaction, type Transaction } from '../../db/transaction.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { writeFacts } from '../folding/inbox.ts';
import { allOf, when } from '../reading/where.ts';

export interface ParkedFilter {
  campaignId?: string | undefined;
  accountId?: string | undefined;
  attemptIds?: readonly string[] | undefined;
  /** Sent before. */
  beforeMs?: number | undefined;
}

export interface ResolveMany {
  filter: ParkedFilter;
  dialled: boolean;
  reason: string;
  actor: string;
}

const BATCH = 500;

/**
 * A person decides what became of many parked attempts at once, as resolveAttempt does of one: by facts, which the fold
 * takes. What somebody decided already is left alone, so that asking twice decides once. Answers how many were decided.
 */
export async function resolveAttempts(deps: Pick<EngineDeps, 'db'>, input: ResolveMany): Promise<{ resolved: number }> {
  let resolved = 0;
  for (let after: string | undefined, more = true; more;) {
    const from = after;
    const batch = await inTransaction(deps.db, (tx) => resolveBatch(tx, input, from));
    resolved += batch.resolved;
    after = batch.last;
    more = after !== undefined;
  }
  if (resolved > 0) {
    const { filter, actor, reason, dialled } = input;
    const { campaignId, accountId } = filter;
    await inTransaction(deps.db, (tx) =>
      audit(tx, {
        actor,
        action: 'attempt.resolve_many',
        subject: campaignId === undefined ? 'attempts' : `campaign:${campaignId}`,
        reason,
        details: { resolved, dialled, accountId },
      }),
    );
  }
  return { resolved };
}

async function resolveBatch(
  tx: Transaction,
  { filter, dialled, reason, actor }: ResolveMany,
  after: string | undefined,
): Promise<{ resolved: number; last: string | undefined }> {
  const where = allOf(
    sql`a.state = 'PARKED'`,
    when(filter.campaignId, (id) => sql`a.run_id in (select id from runs where campaign_id = ${id})`),
    when(filter.accountId, (id) => sql`a.account_id = ${id}`),
    when(filter.attemptIds, (ids) => sql`a.id = any(${sql.param([...ids])}::uuid[])`),
    when(filter.beforeMs, (ms) => sql`coalesce(a.sent_at, a.created_at) < from_ms(${ms}::double precision)`),
    when(after, (id) => sql`a.id > ${id}::uuid`),
  );
  const parked = await rows<{ id: string; accountId: string }>(
    tx,
    sql`select a.id, a.account_id as "accountId" from attempts a where ${where} order by a.id limit ${BATCH} for update of a`,
  );
  const written = await writeFacts(
    tx,
    parked.map(({ id, accountId }) => ({
      accountId,
      source: 'person' as const,
      dedupeKey: `resolved:${id}`,
      fact: { kind: 'resolved' as const, attemptId: id, dialled, by: actor, reason },
    })),
  );
  return { resolved: written.length, last: parked.length < BATCH ? undefined : parked.at(-1)?.id };
}
