import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { AnswerMeaning } from '../../domain/answer.ts';
import type { AppointmentState } from '../../domain/reminders/planned-reminder.ts';
import type { EngineDeps } from '../deps.ts';
import type { AssignmentView, Assignee } from '../failures/assignments.ts';
import { assignmentOf, isAssignedTo } from '../failures/review-assignments.ts';
import { iso } from '../reading/iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from '../reading/page.ts';

export type ReviewKind = 'opt_out' | 'answer';
export type ReviewState = 'open' | 'confirmed' | 'dismissed';

export interface AnsweredAppointmentView {
  programmeId: string;
  externalId: string;
  startsAt: string;
  state: AppointmentState;
  answer: AnswerMeaning | null;
}

export interface ReviewView {
  id: string;
  kind: ReviewKind;
  phone: string;
  evidence: string;
  attemptId: string | null;
  /** What holds until somebody decides. */
  suppressionId: string | null;
  /** Of the message that was answered, as they stand now. */
  appointments: AnsweredAppointmentView[];
  state: ReviewState;
  createdAt: string;
  decidedAt: string | null;
  decidedBy: string | null;
  decidedReason: string | null;
  /** Who looks after it. */
  assignment: AssignmentView | null;
}

export interface ReviewFilter extends PageInput {
  kind?: ReviewKind | undefined;
  state?: ReviewState | undefined;
  /** Whose attempt was answered. */
  campaignId?: string | undefined;
  assignee?: Assignee | undefined;
}

/** What a person must look at, newest first; the open ones unless another state is asked for. */
export async function listReviews(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: ReviewFilter = {},
): Promise<Page<ReviewView>> {
  const found = await rows<ReviewView>(
    deps.readDb,
    sql`select id, kind, '+' || phone as phone, evidence, attempt_id as "attemptId", suppression_id as "suppressionId", state,
          coalesce((select jsonb_agg(jsonb_build_object('programmeId', a.programme_id, 'externalId', a.external_id,
              'startsAt', ${iso(sql`a.starts_at`)}, 'state', a.state, 'answer', a.answer) order by a.starts_at, a.id)
            from appointments a where a.id in (select m.appointment_id from attempts t join reminders m on m.contact_id = t.contact_id
              where t.id = reviews.attempt_id)), '[]'::jsonb) as appointments,
          ${iso(sql`created_at`)} as "createdAt", ${iso(sql`decided_at`)} as "decidedAt", decided_by as "decidedBy",
          decided_reason as "decidedReason", ${assignmentOf(sql`reviews.id::text`)} as assignment
        from reviews
        where state = ${filter.state ?? 'open'} and ${filter.kind === undefined ? sql`true` : sql`kind = ${filter.kind}`}
          and ${filter.campaignId === undefined ? sql`true` : sql`attempt_id in (select t.id from attempts t join runs r on r.id = t.run_id where r.campaign_id = ${filter.campaignId})`}
          and ${filter.assignee === undefined ? sql`true` : isAssignedTo(sql`reviews.id::text`, filter.assignee)}
          and ${filter.cursor === undefined ? sql`true` : sql`id < ${filter.cursor}`}
        order by id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (review) => review.id);
}
