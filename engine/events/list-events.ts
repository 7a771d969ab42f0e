import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { readKinds } from './check-endpoint.ts';
import { safeHorizon } from './safe-horizon.ts';

export interface EventView {
  id: number;
  kind: string;
  subject: string;
  at: string;
  data: Record<string, unknown>;
}

export interface FeedInput {
  /** Only events with a higher id; 0 = from the beginning. */
  after?: number | undefined;
  /** Kinds, or beginnings of them; none = all. */
  kinds?: readonly string[] | undefined;
  subject?: string | undefined;
  limit?: number | undefined;
}

const DEFAULT_LIMIT = 100;
const MOST = 500;

/**
 * Events in the order of their ids. Asking again with `after` = the answer's `after` misses none and repeats none, also
 * while others write: ids above the safe horizon wait for the next answer. Throws EngineError `kind_unreadable`.
 */
export async function listEvents(
  deps: Pick<EngineDeps, 'readDb'>,
  input: FeedInput,
): Promise<{ items: EventView[]; after: number }> {
  const { after = 0, subject, limit = DEFAULT_LIMIT } = input;
  const kinds = readKinds(input.kinds ?? []);
  const most = Math.min(MOST, Math.max(1, limit));
  const horizon = await safeHorizon(deps.readDb);
  const items = await rows<EventView>(
    deps.readDb,
    sql`
      select id, kind, subject, ${iso(sql`created_at`)} as at, data from events
      where id > ${after} and id <= ${horizon}
        and (${subject ?? null}::text is null or subject = ${subject ?? null})
        and (${sql.param(kinds)}::text[] = '{}' or exists (
          select from unnest(${sql.param(kinds)}::text[]) k where kind = k or starts_with(kind, k || '.')))
      order by id limit ${most}`,
  );
  // A page that is not full has seen everything up to the horizon, also what the filter left out.
  const last = items.length === most ? items.at(-1)?.id : undefined;
  return { items, after: last ?? Math.max(after, horizon) };
}
