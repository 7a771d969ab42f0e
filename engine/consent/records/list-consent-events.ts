import { sql } from 'drizzle-orm';
import { rows } from '../../../db/rows.ts';
import type { EngineDeps } from '../../deps.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../../reading/page.ts';
import { allOf, when } from '../../reading/where.ts';
import { CONSENT_COLUMNS, type ConsentEventView } from './list-consent.ts';

export interface ConsentEventInList extends ConsentEventView {
  phone: string;
}

/** What was recorded of consent, of everybody, newest first. */
export async function listConsentEvents(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { kind?: 'given' | 'revoked' | undefined } & PageInput = {},
): Promise<Page<ConsentEventInList>> {
  const found = await rows<ConsentEventInList>(
    deps.readDb,
    sql`
      select '+' || e.phone as phone, ${CONSENT_COLUMNS}
      from consent_events e
      where ${allOf(
        // Told as a word: withdrawals are few, and have an index of their own.
        when(filter.kind, (kind) => (kind === 'revoked' ? sql`e.kind = 'revoked'` : sql`e.kind = 'given'`)),
        when(filter.cursor, (cursor) => sql`e.id < ${cursor}`),
      )}
      order by e.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, ({ id }) => id);
}
