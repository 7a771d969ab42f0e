import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { createInbox } from '../folding/inbox.ts';
import type { ParsedEvent } from '../ports.ts';

/** Pages beyond this are not read; a page is at most 100 texts. */
const MAX_PAGES = 50;

/**
 * Reads the texts of people that no callback told of, and puts them into the inbox as if one had: a STOP counts also
 * where callbacks are lost, or cannot come (L5). Newest first, down to the first page that is known in whole; never
 * from before the account was Outdial's. Answers how many were new. Throws ProviderReadError.
 */
export async function readReceivedTexts(
  deps: Pick<EngineDeps, 'db' | 'telephonyFor'>,
  accountId: string,
): Promise<number> {
  const telephony = await deps.telephonyFor(accountId);
  if (!telephony.capabilities.channels.includes('sms')) return 0;
  // On the provider's clock: in a test database ours may be ahead of it.
  const account = await firstRow<{ sinceMs: number }>(
    deps.db,
    sql`select to_ms(created_at - (outdial_now() - clock_timestamp())) as "sinceMs" from provider_accounts where id = ${accountId}`,
  );
  if (!account) return 0;
  const since = new Date(account.sinceMs).toISOString();
  const unknown: ParsedEvent[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await telephony.listReceivedTexts({ since, ...(cursor === undefined ? {} : { cursor }) });
    const found = await unknownOf(deps, accountId, answer.events);
    unknown.push(...found);
    cursor = answer.nextCursor;
    if (found.length === 0 || cursor === undefined) break;
  }
  // The oldest first, as they were written; all or none, since a page that is known in whole ends the next reading.
  await createInbox(deps).receive(
    unknown.toReversed().map((event) => ({ accountId, source: 'read' as const, ...event })),
  );
  return unknown.length;
}

async function unknownOf(
  deps: Pick<EngineDeps, 'db'>,
  accountId: string,
  events: readonly ParsedEvent[],
): Promise<ParsedEvent[]> {
  if (events.length === 0) return [];
  const keys = events.map(({ dedupeKey }) => dedupeKey);
  const known = await rows<{ key: string }>(
    deps.db,
    sql`select dedupe_key as key from provider_events
        where account_id = ${accountId} and dedupe_key = any(${sql.param(keys)}::text[])`,
  );
  const told = new Set(known.map(({ key }) => key));
  return events.filter(({ dedupeKey }) => !told.has(dedupeKey));
}
