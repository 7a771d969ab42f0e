import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { EngineDeps } from '../deps.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';

export type ReviewKind = 'opt_out' | 'answer';
export type ReviewState = 'open' | 'confirmed' | 'dismissed';

export interface ReviewView {
  id: string;
  kind: ReviewKind;
  phone: string;
  evidence: string;
  attemptId: string | null;
  /** What holds until somebody decides. */
  suppressionId: string | null;
  state: ReviewState;
  createdAt: string;
  decidedAt: string | null;
  decidedBy: string | null;
  decidedReason: string | null;
}

/** What a person must look at, newest first; the open ones unless another state is asked for. */
export async function listReviews(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: { kind?: ReviewKind | undefined; state?: ReviewState | undefined } & PageInput = {},
): Promise<Page<ReviewView>> {
  const found = await rows<ReviewView>(
    deps.readDb,
    sql`select id, kind, '+' || phone as phone, evidence, attempt_id as "attemptId", suppression_id as "suppressionId", state,
          ${iso(sql`created_at`)} as "createdAt", ${iso(sql`decided_at`)} as "decidedAt", decided_by as "decidedBy",
          decided_reason as "decidedReason"
        from reviews
        where state = ${filter.state ?? 'open'} and ${filter.kind === undefined ? sql`true` : sql`kind = ${filter.kind}`}
          and ${filter.cursor === undefined ? sql`true` : sql`id < ${filter.cursor}`}
        order by id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (review) => review.id);
}
