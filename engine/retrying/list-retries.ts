import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { ContactState } from '../../domain/contact-state.ts';
import { sayExclusion } from '../../domain/retries/say-exclusion.ts';
import type { EngineDeps } from '../deps.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';
import { allOf, when } from '../reading/where.ts';
import type { LockedRetry } from './lock-retry.ts';
import { readRetries, showRetry, type RetryView } from './show-retry.ts';

/** Retries, newest first. */
export async function listRetries(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: PageInput & { campaignId?: string | undefined; state?: LockedRetry['state'] | undefined },
): Promise<Page<RetryView>> {
  const where = allOf(
    when(filter.campaignId, (id) => sql`t.campaign_id = ${id}`),
    when(filter.state, (state) => sql`t.state = ${state}`),
    when(filter.cursor, (cursor) => sql`t.id < ${cursor}::uuid`),
  );
  return toPage(await readRetries(deps, where, fetchLimit(filter)), filter, ({ id }) => id);
}

export interface RetryMember {
  contactId: number;
  name: string | null;
  phone: string;
  externalId: string | null;
  status: 'planned' | 'excluded' | 'queued' | 'waiting' | 'dialled' | 'given_back';
  exclusion: string | null;
  exclusionWords: string | null;
  isCanary: boolean;
  before: string | null;
  result: string | null;
  state: ContactState;
}

/** Who is in a retry, in the order of contacts. Throws EngineError `unknown_retry`. */
export async function listMembers(
  deps: Pick<EngineDeps, 'readDb'>,
  input: PageInput & { retryId: string; status?: string | undefined; exclusion?: string | undefined },
): Promise<Page<RetryMember>> {
  await showRetry(deps, input);
  const where = allOf(
    sql`m.retry_id = ${input.retryId}`,
    when(input.status, (status) => sql`m.status = ${status}`),
    when(input.exclusion, (exclusion) => sql`m.exclusion = ${exclusion}`),
    when(input.cursor, (cursor) => sql`m.contact_id > ${cursor}::bigint`),
  );
  const found = await rows<RetryMember>(
    deps.readDb,
    sql`select m.contact_id as "contactId", c.name, '+' || c.phone as phone, c.external_id as "externalId", m.status, m.exclusion,
          null as "exclusionWords", m.is_canary as "isCanary", m.cause_before as before, m.result, s.state
        from run_members m join contacts c on c.id = m.contact_id join contact_states s on s.contact_id = m.contact_id
        where ${where} order by m.contact_id limit ${fetchLimit(input)}`,
  );
  const items = found.map((member) => ({
    ...member,
    exclusionWords: member.exclusion === null ? null : sayExclusion(member.exclusion),
  }));
  return toPage(items, input, ({ contactId }) => contactId);
}
