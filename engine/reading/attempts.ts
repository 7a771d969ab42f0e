import { sql } from 'drizzle-orm';
import { rows } from '../../db/rows.ts';
import type { AttemptState } from '../../domain/attempt-state.ts';
import type { Channel } from '../../domain/channel.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import type { Assignee, AssignmentView } from '../failures/assignments.ts';
import { assignmentOf, isAssignedTo } from '../failures/review-assignments.ts';
import { iso } from './iso.ts';
import { fetchLimit, toPage, type Page, type PageInput } from './page.ts';
import { allOf, when } from './where.ts';

export interface AttemptView {
  id: string;
  campaignId: string;
  contactId: number;
  accountId: string;
  numberId: string;
  step: number;
  /** Which dial of this step, from 1. */
  ordinal: number;
  channel: Channel;
  phone: string;
  state: AttemptState;
  reason: string | null;
  outcome: string | null;
  providerRef: string | null;
  providerReason: string | null;
  talkSeconds: number | null;
  holdMicros: number;
  costMicros: number | null;
  costPresumed: boolean;
  createdAt: string;
  sentAt: string | null;
  acceptedAt: string | null;
  endedAt: string | null;
  disposedAt: string | null;
}

export const ATTEMPT_COLUMNS = sql`
  a.id, r.campaign_id as "campaignId", a.contact_id as "contactId", a.account_id as "accountId",
  a.number_id as "numberId", a.step, a.ordinal, a.channel, '+' || a.phone as phone, a.state, a.reason, a.outcome,
  a.provider_ref as "providerRef", a.provider_reason as "providerReason", a.talk_seconds as "talkSeconds",
  a.hold_micros as "holdMicros", a.cost_micros as "costMicros", a.cost_presumed as "costPresumed",
  ${iso(sql`a.created_at`)} as "createdAt", ${iso(sql`a.sent_at`)} as "sentAt", ${iso(sql`a.accepted_at`)} as "acceptedAt",
  ${iso(sql`a.ended_at`)} as "endedAt", ${iso(sql`a.disposed_at`)} as "disposedAt"`;

export interface ListedAttempt extends AttemptView {
  /** Of a parked one: who looks after it. */
  assignment: AssignmentView | null;
}

const LISTED_COLUMNS = sql`${ATTEMPT_COLUMNS},
  case when a.state = 'PARKED' then ${assignmentOf(sql`a.id::text`)} end as assignment`;

export interface AttemptFilter extends PageInput {
  campaignId?: string | undefined;
  contactId?: number | undefined;
  state?: AttemptState | undefined;
  outcome?: string | undefined;
  /** Of parked ones. */
  assignee?: Assignee | undefined;
}

/** Attempts, newest first. */
export async function listAttempts(
  deps: Pick<EngineDeps, 'readDb'>,
  filter: AttemptFilter = {},
): Promise<Page<ListedAttempt>> {
  const where = allOf(
    when(filter.campaignId, (id) => sql`a.run_id in (select id from runs where campaign_id = ${id})`),
    when(filter.contactId, (id) => sql`a.contact_id = ${id}`),
    when(filter.state, (state) => sql`a.state = ${state}`),
    when(filter.outcome, (outcome) => sql`a.outcome = ${outcome}`),
    when(filter.assignee, (person) => sql`a.state = 'PARKED' and ${isAssignedTo(sql`a.id::text`, person)}`),
    when(filter.cursor, (cursor) => sql`a.id < ${cursor}`),
  );
  const found = await rows<ListedAttempt>(
    deps.readDb,
    sql`
      select ${LISTED_COLUMNS} from attempts a join runs r on r.id = a.run_id
      where ${where} order by a.id desc limit ${fetchLimit(filter)}`,
  );
  return toPage(found, filter, (attempt) => attempt.id);
}

/** One attempt. Throws EngineError `unknown_attempt`. */
export async function getAttempt(
  deps: Pick<EngineDeps, 'readDb'>,
  input: { attemptId: string },
): Promise<ListedAttempt> {
  const [attempt] = await rows<ListedAttempt>(
    deps.readDb,
    sql`select ${LISTED_COLUMNS} from attempts a join runs r on r.id = a.run_id where a.id = ${input.attemptId}`,
  );
  if (!attempt) throw unknownAttempt(input.attemptId);
  return attempt;
}

export const unknownAttempt = (attemptId: string): EngineError =>
  new EngineError('not_found', 'unknown_attempt', `There is no attempt ${attemptId}.`, {
    repair: 'Attempts are listed at /v1/attempts.',
  });
