import { sql } from 'drizzle-orm';
import { firstRow } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';

export interface SessionFacts {
  /** LIVE as soon as anything could reach a real person. */
  mode: 'LIVE' | 'SIMULATED';
  /** By how much a test database's clock was moved; 0 = it tells the real time. */
  clockOffsetMs: number;
}

/** What a browser must say all the time: whether calls are real, and what time it is here. */
export async function sessionFacts(deps: Pick<EngineDeps, 'readDb'>): Promise<SessionFacts> {
  const facts = await firstRow<SessionFacts>(
    deps.readDb,
    sql`
      select clock_offset_ms as "clockOffsetMs",
        case when exists (select from provider_accounts where mode = 'LIVE') then 'LIVE'
          when is_test or exists (select from provider_accounts) then 'SIMULATED' else 'LIVE' end as mode
      from installation`,
  );
  if (!facts) throw new Error('the database has no installation');
  return facts;
}
